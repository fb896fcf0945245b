DROP INDEX `integration_posts_newest`;--> statement-breakpoint
ALTER TABLE `integration_posts` ADD `bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `integration_posts_limited` ON `integration_posts` (`integration_id`,`received_at`) WHERE "integration_posts"."outcome" = 'limited';--> statement-breakpoint
CREATE INDEX `integration_posts_newest` ON `integration_posts` (`integration_id`,`received_at`,`id`,`bytes`);--> statement-breakpoint
ALTER TABLE `integrations` ADD `beat_minute` integer;--> statement-breakpoint
ALTER TABLE `integrations` ADD `counted_beats` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `alerts_open_of_handoff` ON `alerts` (`handoff_id`) WHERE "alerts"."status" = 'open';