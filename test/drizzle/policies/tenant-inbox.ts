import { anybody, type Asker, catalogue, type Probe, staff } from './probe.ts'
import type { World } from './world.ts'

const tenantUser: Asker = anybody('portal_tenant_user')
type Who = keyof World['users'] | 'nobody'

const enter = (w: World, who: Who, tenant: 'here' | 'there' = 'here') =>
  `select from app.enter_reader('${JSON.stringify({ tenant: w[tenant].id, user: who === 'nobody' ? 'usr_nobody' : w.users[who] })}', '{}')`
/** Having entered as one of the tenant's users. */
const as =
  (who: Who, sql: string | ((w: World) => string), tenant: 'here' | 'there' = 'here') =>
  (w: World) =>
    `${enter(w, who, tenant)}; ${typeof sql === 'string' ? sql : sql(w)}`
/** As if they had entered: the setting alone. */
const forged = (userId: (w: World) => string, sql: string) => (w: World) =>
  `select set_config('app.tenant_user', '${JSON.stringify({ tenant: w.here.id, user: userId(w) })}', true); ${sql}`
const mark =
  (notice: keyof World['told'], more = '') =>
  (w: World) =>
    `select from app.mark_notifications('read', array['${w.told[notice]}'], null, null, null, 5)${more}`
const prefer = "select app.prefer(0, null, null, '[]')"
const TABLES = ['notification', 'notification_inbox', 'notification_preference']

/** A tenant’s own users see their own inbox by a login of their own, and nothing else. */
export const tenantInbox: Probe[] = [
  { says: 'a tenant’s user sees what they were told', asks: tenantUser, sql: as('employeeId', 'select from app.notification'), gets: 1 },
  { says: 'and their own number', asks: tenantUser, sql: as('employeeId', 'select from app.notification_inbox'), gets: 1 },
  { says: 'and it is on their bell', asks: tenantUser, sql: as('employeeId', 'select where app.unread() = 1'), gets: 1 },
  { says: 'another of the tenant sees nothing of it', asks: tenantUser, sql: as('adminId', 'select from app.notification'), gets: 0 },
  { says: 'nobody enters for a user who is gone', asks: tenantUser, sql: (w) => enter(w, 'goneId'), gets: 'IM400' },
  { says: 'nobody enters for a user of another tenant', asks: tenantUser, sql: (w) => enter(w, 'employeeId', 'there'), gets: 'IM400' },
  { says: 'nobody enters for nobody', asks: tenantUser, sql: (w) => enter(w, 'nobody'), gets: 'IM400' },
  ...TABLES.map(
    (table): Probe => ({
      says: `nobody who did not enter sees a row of ${table}`,
      asks: tenantUser,
      sql: `select from app.${table}`,
      gets: 0,
    }),
  ),
  {
    says: 'a setting does not open an inbox of the staff',
    asks: tenantUser,
    sql: forged((w) => w.logins.hugo.id, 'select from app.notification'),
    gets: 0,
  },
  {
    says: 'a setting does not open the inbox of a user who is gone',
    asks: tenantUser,
    sql: forged((w) => w.users.goneId, 'select from app.notification'),
    gets: 0,
  },
  {
    says: 'a setting opens no inbox to the staff',
    asks: staff('ada'),
    sql: forged((w) => w.users.employeeId, 'select from app.notification'),
    gets: 0,
  },
  { says: 'they mark what is theirs', asks: tenantUser, sql: as('employeeId', mark('employees', ' where changed = 1')), gets: 1 },
  { says: 'they mark nothing of another', asks: tenantUser, sql: as('adminId', mark('employees', ' where matched > 0')), gets: 0 },
  { says: 'nobody marks without having entered', asks: tenantUser, sql: mark('employees'), gets: 'IM400' },
  { says: 'nobody chooses without having entered', asks: tenantUser, sql: prefer, gets: 'IM400' },
  {
    says: 'what they choose is kept with their tenant, so that no letter is theirs',
    asks: tenantUser,
    sql: as('adminId', (w) => `${prefer}; select where app.unread() = 0 and '${w.users.adminId}' = app.inbox_owner()`),
    gets: 1,
  },
  {
    says: 'they mark nothing by hand',
    asks: tenantUser,
    sql: as('employeeId', 'update app.notification set is_read = true'),
    gets: '42501',
  },
  { says: 'they write no trail by hand', asks: tenantUser, sql: "insert into audit.trail (act) values ('x')", gets: '42501' },
  { says: 'they read no trail', asks: tenantUser, sql: 'select from audit.trail', gets: '42501' },
  { says: 'they read no content', asks: tenantUser, sql: 'select from public.tenant_user', gets: '42501' },
  { says: 'nobody enters so by the login of the staff', asks: staff('ada'), sql: (w) => enter(w, 'employeeId'), gets: '42501' },
  { says: 'the key of a press that was answered is refused', asks: tenantUser, sql: (w) => again(w), gets: 'IK409' },
  {
    says: 'a chosen wish of a tenant’s user is of a tenant',
    asks: catalogue,
    sql: 'select from app.notification_inbox i join public.tenant_user u on u.id = i.user_id where i.tenant_id is distinct from u.tenant_id',
    gets: 0,
  },
]

const again = (w: World) => {
  const asker = JSON.stringify({ tenant: w.here.id, user: w.users.employeeId })
  const press = `select from app.enter_reader('${asker}', '{}', 'key_one', 'the same')`
  return `${press}; ${press}`
}
