ALTER TABLE `deliveries` ADD `alert_ended_at` integer;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `alert_next_at` integer;--> statement-breakpoint
CREATE INDEX `deliveries_alerts_shown` ON `deliveries` (`handoff_id`) WHERE "deliveries"."channel" = 'web_push' AND "deliveries"."alert_ended_at" IS NULL AND ("deliveries"."status" = 'sent' OR "deliveries"."uncertain" = 1);--> statement-breakpoint
CREATE INDEX `webhook_subscriptions_failing` ON `webhook_subscriptions` (`failing_since`) WHERE "webhook_subscriptions"."active" = 1 AND "webhook_subscriptions"."failing_since" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_attempts` DROP COLUMN `request_body`;