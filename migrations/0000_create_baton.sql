CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`logo` text,
	`metadata` text,
	`region` text,
	`epoch` text DEFAULT (lower(hex(randomblob(4)))) NOT NULL,
	`last_seq` integer DEFAULT 0 NOT NULL,
	`bus_seq` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_slug_unique` ON `accounts` (`slug`);--> statement-breakpoint
CREATE INDEX `accounts_lagging` ON `accounts` (`id`) WHERE "accounts"."last_seq" > "accounts"."bus_seq";--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`team_id` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`inviter_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`inviter_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invitations_role" CHECK("invitations"."role" IN ('owner', 'admin', 'engineer', 'viewer')),
	CONSTRAINT "invitations_status" CHECK("invitations"."status" IN ('pending', 'accepted', 'rejected', 'canceled'))
);
--> statement-breakpoint
CREATE INDEX `invitations_by_account` ON `invitations` (`account_id`,`status`);--> statement-breakpoint
CREATE INDEX `invitations_by_email` ON `invitations` (`email`,`status`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`team_id` text,
	`active` integer DEFAULT true NOT NULL,
	`reachable` integer DEFAULT true NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "members_role" CHECK("members"."role" IN ('owner', 'admin', 'engineer', 'viewer'))
);
--> statement-breakpoint
CREATE INDEX `members_by_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE INDEX `members_by_team` ON `members` (`team_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `members_user` ON `members` (`account_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `teams_name` ON `teams` (`account_id`,`name`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`team_id` text,
	`intent` text NOT NULL,
	`status` text NOT NULL,
	`priority` text NOT NULL,
	`engineer_notes` text,
	`source_branch_id` text,
	`snapshot` text NOT NULL,
	`ai_assessment` text,
	`ai_assessment_data` text,
	`assessment_status` text NOT NULL,
	`assessment_verdict` text,
	`handed_off_by` text,
	`claimed_by` text,
	`claimed_at` integer,
	`read_back` text,
	`correction` text,
	`psa_note_pushed` integer DEFAULT false NOT NULL,
	`psa_note_id` text,
	`to_user_id` text,
	`to_team_id` text,
	`wake_at` integer,
	`next_action_at` integer,
	`occurrences` integer DEFAULT 1 NOT NULL,
	`source_acknowledged_at` integer,
	`source_resolved_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`operation_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`handed_off_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claimed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "handoffs_intent" CHECK("handoffs"."intent" IN ('park', 'escalate')),
	CONSTRAINT "handoffs_status" CHECK("handoffs"."status" IN ('open', 'claimed', 'returned', 'withdrawn', 'superseded', 'resolved')),
	CONSTRAINT "handoffs_priority" CHECK("handoffs"."priority" IN ('low', 'normal', 'high', 'critical')),
	CONSTRAINT "handoffs_assessment" CHECK("handoffs"."assessment_status" IN ('none', 'pending', 'ready', 'unavailable')),
	CONSTRAINT "handoffs_holder" CHECK(("handoffs"."status" = 'claimed') <= ("handoffs"."claimed_by" IS NOT NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `handoffs_one_active` ON `handoffs` (`session_id`) WHERE "handoffs"."status" IN ('open', 'claimed');--> statement-breakpoint
CREATE INDEX `handoffs_of_session` ON `handoffs` (`session_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_unclaimed` ON `handoffs` (`account_id`,`created_at`,`id`) WHERE "handoffs"."status" = 'open';--> statement-breakpoint
CREATE INDEX `handoffs_newest` ON `handoffs` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_by_holder` ON `handoffs` (`account_id`,`claimed_by`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_by_originator` ON `handoffs` (`account_id`,`handed_off_by`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text,
	`expires_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_account` ON `api_keys` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`provider_account_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `identities_by_user` ON `identities` (`user_id`);--> statement-breakpoint
CREATE INDEX `identities_by_provider` ON `identities` (`provider_id`,`provider_account_id`);--> statement-breakpoint
CREATE TABLE `logins` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`active_account_id` text,
	`token` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`active_account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `logins_token_unique` ON `logins` (`token`);--> statement-breakpoint
CREATE INDEX `logins_by_user` ON `logins` (`user_id`);--> statement-breakpoint
CREATE INDEX `logins_by_expiry` ON `logins` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_by_identifier` ON `verifications` (`identifier`);--> statement-breakpoint
CREATE INDEX `verifications_by_expiry` ON `verifications` (`expires_at`);--> statement-breakpoint
CREATE TABLE `account_events` (
	`account_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`handoff_id` text,
	`session_id` text NOT NULL,
	`team_id` text,
	`version` integer,
	`status` text,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`details` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `seq`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "account_events_seq" CHECK("account_events"."seq" > 0),
	CONSTRAINT "account_events_actor" CHECK("account_events"."actor_kind" IN ('member', 'integration', 'system'))
);
--> statement-breakpoint
CREATE INDEX `account_events_of_handoff` ON `account_events` (`handoff_id`,`seq`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`handoff_id` text NOT NULL,
	`channel` text NOT NULL,
	`kind` text NOT NULL,
	`recipient_id` text,
	`recipient` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`provider_message_id` text,
	`bundled_into` text,
	`next_attempt_at` integer,
	`taken_until` integer,
	`uncertain` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`delivered_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_channel" CHECK("deliveries"."channel" IN ('email', 'slack', 'teams', 'web_push', 'webhook')),
	CONSTRAINT "deliveries_kind" CHECK("deliveries"."kind" IN ('first', 'reminder', 'widened', 'fallback', 'bundle', 'returned', 'wake')),
	CONSTRAINT "deliveries_status" CHECK("deliveries"."status" IN ('pending', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'bundled'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_told_once` ON `deliveries` (`handoff_id`,`channel`,`recipient_id`) WHERE "deliveries"."kind" = 'first';--> statement-breakpoint
CREATE INDEX `deliveries_of_handoff` ON `deliveries` (`handoff_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`) WHERE "deliveries"."status" IN ('pending', 'sending');--> statement-breakpoint
CREATE TABLE `dev_mails` (
	`id` text PRIMARY KEY NOT NULL,
	`delivery_id` text,
	`to` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dev_mails_delivery_id_unique` ON `dev_mails` (`delivery_id`);--> statement-breakpoint
CREATE INDEX `dev_mails_newest` ON `dev_mails` (`created_at`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`caller` text NOT NULL,
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`caller`, `operation`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_age` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
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
	CONSTRAINT "outbox_kind" CHECK("outbox"."kind" IN ('assess_handoff', 'send_mail')),
	CONSTRAINT "outbox_status" CHECK("outbox"."status" IN ('pending', 'done', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`) WHERE "outbox"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_by_subject` ON `outbox` (`subject_id`);--> statement-breakpoint
CREATE INDEX `outbox_ended` ON `outbox` (`created_at`) WHERE "outbox"."status" <> 'pending';--> statement-breakpoint
CREATE TABLE `branches` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`label` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`parent_branch_id` text,
	`branch_order` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "branches_status" CHECK("branches"."status" IN ('open', 'solved', 'dead_end', 'parked'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branches_order` ON `branches` (`session_id`,`branch_order`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`role` text NOT NULL,
	`content` text NOT NULL,
	`author_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "messages_role" CHECK("messages"."role" IN ('user', 'assistant', 'system'))
);
--> statement-breakpoint
CREATE INDEX `messages_of_session` ON `messages` (`session_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`team_id` text,
	`user_id` text,
	`source_kind` text NOT NULL,
	`integration_id` text,
	`source_name` text,
	`api_key_id` text,
	`session_type` text NOT NULL,
	`intake_type` text NOT NULL,
	`intake_content` text NOT NULL,
	`problem_summary` text,
	`problem_domain` text,
	`customer` text,
	`contact` text,
	`device` text,
	`status` text NOT NULL,
	`confidence_tier` text NOT NULL,
	`step_count` integer DEFAULT 0 NOT NULL,
	`is_branching` integer DEFAULT false NOT NULL,
	`active_branch_id` text,
	`handoff_count` integer DEFAULT 0 NOT NULL,
	`escalation_package` text,
	`escalated_to_id` text,
	`psa_ticket_ref` text,
	`psa_connection_id` text,
	`resolution` text,
	`documentation_text` text,
	`documentation_source` text,
	`documentation_at` integer,
	`operation_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`resolved_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`escalated_to_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sessions_status" CHECK("sessions"."status" IN ('active', 'paused', 'escalated', 'resolved')),
	CONSTRAINT "sessions_source" CHECK("sessions"."source_kind" IN ('member', 'integration')),
	CONSTRAINT "sessions_counts" CHECK("sessions"."step_count" >= 0 AND "sessions"."handoff_count" >= 0)
);
--> statement-breakpoint
CREATE INDEX `sessions_newest` ON `sessions` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_by_status` ON `sessions` (`account_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_by_engineer` ON `sessions` (`account_id`,`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_by_customer` ON `sessions` (`account_id`,`customer`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `steps` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`branch_id` text,
	`position` integer NOT NULL,
	`title` text NOT NULL,
	`result` text NOT NULL,
	`detail` text,
	`evidence_url` text,
	`author_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branch_id`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "steps_result" CHECK("steps"."result" IN ('worked', 'failed', 'inconclusive', 'skipped'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `steps_position` ON `steps` (`session_id`,`position`);