-- Nothing refers to the outbox, so it can be made anew while foreign keys are on.
CREATE TABLE `__new_outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`kind` text NOT NULL,
	`subject_id` text,
	`payload` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`next_attempt_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_kind" CHECK("__new_outbox"."kind" IN ('assess_handoff', 'send_mail', 'end_streams')),
	CONSTRAINT "outbox_status" CHECK("__new_outbox"."status" IN ('pending', 'done', 'failed'))
);
--> statement-breakpoint
INSERT INTO `__new_outbox`("id", "account_id", "kind", "subject_id", "payload", "status", "attempts", "last_error", "next_attempt_at", "created_at") SELECT "id", "account_id", "kind", "subject_id", "payload", "status", "attempts", "last_error", "next_attempt_at", "created_at" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`) WHERE "outbox"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_by_subject` ON `outbox` (`subject_id`);--> statement-breakpoint
CREATE INDEX `outbox_ended` ON `outbox` (`created_at`) WHERE "outbox"."status" <> 'pending';