import { createHash } from 'node:crypto'
import { type Role, ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Person } from './staff.ts'

/** The page in place of a password: one link per person, by role. No script, so it works under the strictest policy. */
export function pickerPage(staff: Person[], asked: URLSearchParams): { html: string; csp: string } {
  const words = (asked.get('find') ?? '').trim().toLowerCase()
  const shown = staff.filter(({ name, email, role }) => `${name} ${email} ${role} ${nameOf(role)}`.toLowerCase().includes(words))
  const roles = [...new Set(shown.map(({ role }) => role))]
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in as … (local)</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in as …</h1>
<p>This page stands in for the company directory on this machine. Nobody has a password here; pick a person.</p>
<form action="/authorize" method="get" role="search">
${[...asked]
  .filter(([name]) => name !== 'find' && name !== 'login_hint')
  .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
  .join('\n')}
<label for="find">Name, email or role</label>
<input id="find" name="find" type="search" value="${escape(asked.get('find') ?? '')}" autocomplete="off">
<button type="submit">Find</button>
</form>
${staff.length === 0 ? '<p>There are no staff in the database yet. Add the first with <code>npm run staff -- add</code>.</p>' : ''}
${staff.length > 0 && shown.length === 0 ? '<p>Nobody matches.</p>' : ''}
${roles
  .map((role) =>
    section(
      role,
      shown.filter((person) => person.role === role),
      asked,
    ),
  )
  .join('\n')}
</main>
</body>
</html>
`
  return { html, csp: policy }
}

const section = (role: string, people: Person[], asked: URLSearchParams) => `<section aria-labelledby="${escape(role)}">
<h2 id="${escape(role)}">${escape(nameOf(role))}</h2>
<ul>
${people.map((person) => entry(person, asked)).join('\n')}
</ul>
</section>`

function entry({ directoryId, name, email, lead, status }: Person, asked: URLSearchParams) {
  const onward = new URLSearchParams(asked)
  onward.delete('find')
  onward.set('login_hint', directoryId)
  const marks = [
    lead ? '<span class="mark">lead</span>' : '',
    status === 'ACTIVE' ? '' : `<span class="mark off">${escape(status.toLowerCase())}</span>`,
  ]
  return `<li><a href="/authorize?${escape(onward.toString())}"><strong>${escape(name)}</strong> <span>${escape(email)}</span> ${marks.join('')}</a></li>`
}

const nameOf = (role: string) => ROLE_NAMES[role as Role] ?? role

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f6f7f9, #14171a); color: light-dark(#1b1f24, #e6e8ea); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-top: 1.5rem; }
input[type=search] { flex: 1 1 14rem; }
input, button { font: inherit; padding: .4rem .7rem; border: 1px solid light-dark(#767d86, #8b929b); border-radius: 6px; background: light-dark(#fff, #1d2125); color: inherit; }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid light-dark(#d5d9de, #33393f); border-radius: 8px; overflow: hidden; }
li + li { border-top: 1px solid light-dark(#d5d9de, #33393f); }
a { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; padding: .6rem .9rem; color: inherit; text-decoration: none; background: light-dark(#fff, #1d2125); }
a:hover { background: light-dark(#eaf1fb, #22303f); }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid light-dark(#1f6feb, #79b8ff); outline-offset: -3px; }
.mark { font-size: .8rem; padding: 0 .45rem; border-radius: 999px; background: light-dark(#dbe7fa, #1f3a5f); }
.off { background: light-dark(#f6dcd9, #5a2622); }
`

/** Links, not buttons in forms: Chromium holds form-action against the whole chain of redirects, and that ends at the portal. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
