CREATE TABLE `findings` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`code` text NOT NULL,
	`subject_id` text NOT NULL,
	`handoff_id` text,
	`detail` text NOT NULL,
	`since` integer NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `findings_by_age` ON `findings` (`seen_at`);--> statement-breakpoint
CREATE INDEX `findings_of_handoff` ON `findings` (`handoff_id`) WHERE "findings"."handoff_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `findings_once` ON `findings` (`account_id`,`code`,`subject_id`);--> statement-breakpoint
CREATE TABLE `routines` (
	`name` text PRIMARY KEY NOT NULL,
	`ended_at` integer NOT NULL,
	`outcome` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `escalation_policy` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `policy` text;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `ladder_step` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `lease_reminded_at` integer;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `opened_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `handoffs` ADD `take_over` text;--> statement-breakpoint
CREATE INDEX `handoffs_due` ON `handoffs` (`next_action_at`) WHERE "handoffs"."next_action_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `step` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `give_up_at` integer;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `link_used_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once_a_step` ON `deliveries` (`handoff_id`,`channel`,`recipient_id`,`kind`,`step`) WHERE "deliveries"."step" > 0;--> statement-breakpoint
CREATE INDEX `deliveries_sent_to` ON `deliveries` (`account_id`,`recipient_id`,`sent_at`) WHERE "deliveries"."sent_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_bundled` ON `deliveries` (`bundled_into`) WHERE "deliveries"."bundled_into" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `members` ADD `notifications` text;