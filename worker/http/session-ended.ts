/** The session is known to be over, before the database was asked. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded'
}
