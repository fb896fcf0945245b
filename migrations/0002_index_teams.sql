CREATE INDEX `invitations_of_team` ON `invitations` (`team_id`) WHERE "invitations"."team_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `handoffs_of_team` ON `handoffs` (`team_id`) WHERE "handoffs"."team_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `handoffs_to_team` ON `handoffs` (`to_team_id`) WHERE "handoffs"."to_team_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_of_team` ON `sessions` (`team_id`) WHERE "sessions"."team_id" IS NOT NULL;