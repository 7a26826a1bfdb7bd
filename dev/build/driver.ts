/**
 * Neon's driver without its connections over WebSockets, which are `pg` whole and three quarters of what it does when it is read: the
 * Worker asks over HTTP alone. Its release is pinned; another one that is worded differently fails the build instead of keeping half of it.
 */
export function leanDriver(source: string): string {
  const client = found(source, /class [\w$]+ extends ([\w$]+)\.Client\b/)
  const pool = found(source, /class [\w$]+ extends ([\w$]+)\.Pool\b/)
  // The modules that `pg` is made of stand before its first use, and what is exported of them behind it.
  const firstUse = Math.min(...[client, pool].map((name) => source.indexOf(found(source, new RegExp(`(var ${name}=we\\()`)))))
  const types = found(source, /([\w$]+)=T\([\w$]+=>\{h\(\);var [^;]*;[\w$]+\.getTypeParser=/)
  const exported = ['neon', 'neonConfig', 'NeonDbError'].map(
    (name) => `${found(source, new RegExp(`[{,\\s]([\\w$]+) as ${name}[,}]`))} as ${name}`,
  )
  const kept = `${source.slice(0, firstUse)}\nvar ownTypes=we(${types}());export{${exported.join()},ownTypes as types}`
  // A module that nobody requires is left out once it is known that making it does nothing.
  return kept.replace(/([,\s;][\w$]+=)(T|V|we)\(/g, '$1/*@__PURE__*/$2(')
}

function found(source: string, what: RegExp): string {
  const name = what.exec(source)?.[1]
  if (name === undefined) throw new Error(`The database driver no longer says ${what}.`)
  return name
}
