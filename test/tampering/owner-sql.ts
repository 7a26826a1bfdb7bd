/** What an owner does first: takes the guards away and gives themselves the rights. Afterwards everything looks as before. */
export const unguarded = (sql: string) => `
  alter table audit.trail disable trigger append_only;
  alter table audit.trail disable trigger seal;
  grant update, delete, insert on audit.trail to portal_archive;
  ${sql};
  revoke update, delete on audit.trail from portal_archive;
  alter table audit.trail enable always trigger append_only;
  alter table audit.trail enable always trigger seal`

/** Seals a chain anew from a row on, as if it had always been so, head and all. */
export const resealed = (chain: string, from: number) => `
  do $do$ declare r record; before bytea; text text; begin
    for r in select t.* from audit.trail t where t.chain = '${chain}' and t.seq >= ${from} order by t.seq loop
      select t.hash into before from audit.trail t where t.chain = r.chain and t.seq = r.seq - 1;
      before := coalesce(before, decode(repeat('00', 32), 'hex'));
      r.prev := before;
      text := (to_jsonb(r) - 'hash' - 'canonical')::text;
      update audit.trail t set prev = before, canonical = text, hash = sha256(before || convert_to(text, 'UTF8')) where t.chain = r.chain and t.seq = r.seq;
    end loop;
    update audit.trail_head h set seq = t.seq, hash = t.hash from audit.trail t
    where h.chain = '${chain}' and t.chain = h.chain and t.seq = (select max(m.seq) from audit.trail m where m.chain = h.chain);
  end $do$`
