CREATE TABLE `psa_connections` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`settings` text NOT NULL,
	`credentials` text NOT NULL,
	`learned` text,
	`learned_at` integer,
	`last_error` text,
	`broken_since` integer,
	`busy_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "psa_connections_kind" CHECK("psa_connections"."kind" IN ('connectwise', 'halopsa', 'autotask', 'webhook'))
);
--> statement-breakpoint
CREATE INDEX `psa_connections_of_account` ON `psa_connections` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `psa_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`handoff_id` text NOT NULL,
	`session_id` text NOT NULL,
	`reason` text NOT NULL,
	`version` integer NOT NULL,
	`ticket_ref` text NOT NULL,
	`ticket_id` text,
	`status` text NOT NULL,
	`merged_into` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`note_id` text,
	`url` text,
	`uncertain` integer DEFAULT false NOT NULL,
	`next_attempt_at` integer,
	`taken_until` integer,
	`created_at` integer NOT NULL,
	`pushed_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `psa_connections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "psa_notes_reason" CHECK("psa_notes"."reason" IN ('escalation', 'claim', 'resolution')),
	CONSTRAINT "psa_notes_status" CHECK("psa_notes"."status" IN ('pending', 'pushing', 'pushed', 'failed', 'cancelled', 'merged'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `psa_notes_once` ON `psa_notes` (`handoff_id`,`reason`,`version`);--> statement-breakpoint
CREATE INDEX `psa_notes_of_connection` ON `psa_notes` (`connection_id`,`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `psa_notes_of_account` ON `psa_notes` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `psa_notes_due` ON `psa_notes` (`next_attempt_at`) WHERE "psa_notes"."status" IN ('pending', 'pushing');--> statement-breakpoint
ALTER TABLE `accounts` ADD `assessment_settings` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `model_day` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `model_calls` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `verdict_comment` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `briefing_text` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `briefing_source` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `briefing_at` integer;