-- Of an identity that two first sign-ins stored at once, the one that was first stays.
DELETE FROM `identities` WHERE EXISTS (
	SELECT 1 FROM `identities` AS `first`
	WHERE `first`.`provider_id` = `identities`.`provider_id`
		AND `first`.`provider_account_id` = `identities`.`provider_account_id`
		AND (`first`.`created_at`, `first`.`id`) < (`identities`.`created_at`, `identities`.`id`)
);--> statement-breakpoint
DROP INDEX `identities_by_provider`;--> statement-breakpoint
CREATE UNIQUE INDEX `identities_by_provider` ON `identities` (`provider_id`,`provider_account_id`);
