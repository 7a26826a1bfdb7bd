import type { Card } from '#worker/home/card.ts'
import { MySession } from '#views/home/my-session.tsx'

export const mySession: Card = {
  title: 'Where you are',
  icon: 'eye',
  about: 'The tenant you are inside of, and the time left.',
  permission: 'impersonate',
  show: (_rows, { session }) => <MySession session={session} />,
}
