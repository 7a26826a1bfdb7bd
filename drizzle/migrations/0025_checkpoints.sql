CREATE TABLE "audit"."checkpoint" (
	"number" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"slot" timestamp (3) with time zone NOT NULL,
	"storage_key" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"chains" bigint NOT NULL,
	"signed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."covered_head" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"number" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "app"."job" DROP CONSTRAINT "job_kind_words";--> statement-breakpoint
ALTER TABLE "app"."job" ADD CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep', 'tell', 'checkpoint'));