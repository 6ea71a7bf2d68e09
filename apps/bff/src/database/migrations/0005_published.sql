CREATE TABLE "published" (
	"event_id" text collate "C" PRIMARY KEY NOT NULL,
	"stream" text collate "C" NOT NULL,
	"life" text collate "C" NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "published_in_stream" ON "published" USING btree ("stream","life","seq");