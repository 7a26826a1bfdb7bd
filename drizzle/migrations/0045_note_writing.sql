ALTER TABLE "note" ALTER COLUMN "author_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "note" ALTER COLUMN "created_at" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "note" ADD COLUMN "written_by" text;--> statement-breakpoint
ALTER TABLE "note" ADD COLUMN "drafted_by" text;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_written_by_somebody" CHECK ("note"."author_id" is not null or "note"."written_by" is not null);--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_drafted_by" CHECK (length("note"."drafted_by") between 1 and 120);