CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`dedup_key` text NOT NULL,
	`summary` text NOT NULL,
	`handoff_id` text NOT NULL,
	`session_id` text NOT NULL,
	`status` text NOT NULL,
	`occurrences` integer DEFAULT 1 NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`acknowledged_at` integer,
	`resolved_at` integer,
	`operation_id` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "alerts_status" CHECK("alerts"."status" IN ('open', 'resolved'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_one_open` ON `alerts` (`integration_id`,`dedup_key`) WHERE "alerts"."status" = 'open';--> statement-breakpoint
CREATE INDEX `alerts_of_handoff` ON `alerts` (`handoff_id`,`first_seen_at`,`id`);--> statement-breakpoint
CREATE TABLE `channel_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`user_id` text,
	`channel` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`address_hash` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`last_error` text,
	`broken_since` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "channel_targets_channel" CHECK("channel_targets"."channel" IN ('slack', 'teams', 'web_push'))
);
--> statement-breakpoint
CREATE INDEX `channel_targets_of_account` ON `channel_targets` (`account_id`,`channel`,`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `channel_targets_once` ON `channel_targets` (`account_id`,`user_id`,`address_hash`);--> statement-breakpoint
CREATE TABLE `integration_posts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`address` text NOT NULL,
	`content_type` text,
	`body` text NOT NULL,
	`outcome` text NOT NULL,
	`detail` text,
	`answer_status` integer NOT NULL,
	`handoff_ids` text NOT NULL,
	`replay_of` text,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "integration_posts_outcome" CHECK("integration_posts"."outcome" IN ('created', 'counted', 'bundled', 'acknowledged', 'resolved', 'marked', 'suppressed', 'no_effect', 'refused', 'limited'))
);
--> statement-breakpoint
CREATE INDEX `integration_posts_newest` ON `integration_posts` (`integration_id`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `integration_posts_by_age` ON `integration_posts` (`received_at`);--> statement-breakpoint
CREATE TABLE `integrations` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`team_id` text,
	`default_priority` text,
	`rules` text NOT NULL,
	`mapping` text,
	`key_prefix` text NOT NULL,
	`key_hash` text NOT NULL,
	`previous_key_hash` text,
	`previous_key_until` integer,
	`signing_secret` text,
	`posts_per_minute` integer NOT NULL,
	`counted_minute` integer,
	`counted_posts` integer DEFAULT 0 NOT NULL,
	`limited_told_at` integer,
	`storm_handoff_id` text,
	`storm_until` integer,
	`storm_minute` integer,
	`storm_count` integer DEFAULT 0 NOT NULL,
	`heartbeat_minutes` integer,
	`heartbeat_at` integer,
	`heartbeat_due_at` integer,
	`heartbeat_handoff_id` text,
	`active` integer DEFAULT true NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "integrations_kind" CHECK("integrations"."kind" IN ('generic', 'pagerduty', 'alertmanager', 'grafana', 'uptime_kuma', 'ninjaone', 'datto_rmm', 'opsgenie'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `integrations_key_hash_unique` ON `integrations` (`key_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `integrations_previous_key_hash_unique` ON `integrations` (`previous_key_hash`);--> statement-breakpoint
CREATE INDEX `integrations_of_account` ON `integrations` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `integrations_of_team` ON `integrations` (`team_id`) WHERE "integrations"."team_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `integrations_silent` ON `integrations` (`heartbeat_due_at`) WHERE "integrations"."heartbeat_due_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `webhook_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`message_id` text NOT NULL,
	`request_body` text NOT NULL,
	`status` integer,
	`response_body` text,
	`error` text,
	`duration_ms` integer NOT NULL,
	`attempted_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subscription_id`) REFERENCES `webhook_subscriptions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `webhook_messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_attempts_newest` ON `webhook_attempts` (`subscription_id`,`attempted_at`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_attempts_of_message` ON `webhook_attempts` (`message_id`);--> statement-breakpoint
CREATE INDEX `webhook_attempts_by_age` ON `webhook_attempts` (`attempted_at`);--> statement-breakpoint
CREATE TABLE `webhook_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`seq` integer NOT NULL,
	`event_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`replay` integer DEFAULT 0 NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`next_attempt_at` integer,
	`taken_until` integer,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subscription_id`) REFERENCES `webhook_subscriptions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_messages_status" CHECK("webhook_messages"."status" IN ('pending', 'sending', 'sent', 'failed', 'skipped'))
);
--> statement-breakpoint
CREATE INDEX `webhook_messages_waiting` ON `webhook_messages` (`subscription_id`,`subject_id`,`seq`) WHERE "webhook_messages"."status" IN ('pending', 'sending');--> statement-breakpoint
CREATE INDEX `webhook_messages_due` ON `webhook_messages` (`next_attempt_at`) WHERE "webhook_messages"."status" IN ('pending', 'sending');--> statement-breakpoint
CREATE INDEX `webhook_messages_ended` ON `webhook_messages` (`created_at`) WHERE "webhook_messages"."status" NOT IN ('pending', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_messages_once` ON `webhook_messages` (`subscription_id`,`seq`,`replay`);--> statement-breakpoint
CREATE TABLE `webhook_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`description` text,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_until` integer,
	`cursor_seq` integer NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`disabled_at` integer,
	`disabled_reason` text,
	`failing_since` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_subscriptions_of_account` ON `webhook_subscriptions` (`account_id`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `deliveries_told_once`;--> statement-breakpoint
DROP INDEX `deliveries_once_a_step`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `target_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_target_told_once` ON `deliveries` (`handoff_id`,`target_id`) WHERE "deliveries"."kind" = 'first' AND "deliveries"."target_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_target_once_a_step` ON `deliveries` (`handoff_id`,`target_id`,`kind`,`step`) WHERE "deliveries"."step" > 0 AND "deliveries"."target_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_told_once` ON `deliveries` (`handoff_id`,`channel`,`recipient_id`) WHERE "deliveries"."kind" = 'first' AND "deliveries"."target_id" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once_a_step` ON `deliveries` (`handoff_id`,`channel`,`recipient_id`,`kind`,`step`) WHERE "deliveries"."step" > 0 AND "deliveries"."target_id" IS NULL;