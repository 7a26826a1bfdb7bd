/** Why the database refused an act about a person (drizzle/migrations/0014_people.sql), and what would help. */
export const REFUSALS = {
  YOURSELF: { title: 'Nobody does this to themselves.', help: 'Ask another administrator.' },
  STALE: {
    title: 'Somebody changed this person in the meantime.',
    help: 'What is shown now is how it stands. Look again, and send it once more if it still holds.',
  },
  ASK_INSTEAD: {
    title: 'Nobody is made an administrator by one person.',
    help: 'Ask for it on the page of the person; a second administrator decides.',
  },
  SAME_ROLE: { title: 'That is the role they have.', help: 'Choose another role, or change the lead mark.' },
  LAST_ADMIN: {
    title: 'This is the last active administrator.',
    help: 'Without one nobody could manage people any more. Have another person made an administrator first.',
  },
  NOT_ACTIVE: { title: 'This person is not active.', help: 'Release or reactivate them first.' },
  NOT_HELD: { title: 'This person is not held.', help: 'Somebody may have released them before you, or they were deactivated.' },
  NOT_DEACTIVATED: { title: 'This person is not deactivated.', help: 'Somebody may have been faster.' },
  DEACTIVATED_ALREADY: { title: 'This person is deactivated already.', help: 'Somebody was faster. Nothing more is needed.' },
  ADMIN_COMES_BACK: {
    title: 'Nobody comes back as an administrator by one hand.',
    help: 'Give them another role, reactivate them, then ask that they become an administrator again.',
  },
  ADMIN_ALREADY: { title: 'This person is an administrator.', help: 'Nothing more is needed.' },
  ASKED_ALREADY: { title: 'It was asked for already.', help: 'A second administrator decides under wishes for administrators.' },
  ASKED_BY_YOU: {
    title: 'You asked for this yourself.',
    help: 'A second administrator decides. Neither who asked nor whom it is about can.',
  },
  ASKER_GONE: {
    title: 'Who asked for this is no longer an active administrator.',
    help: 'Refuse it, and ask anew if it still makes sense.',
  },
  DECIDED_ALREADY: { title: 'It was decided already.', help: 'Somebody was faster; how it was decided stands below.' },
  LAPSED: { title: 'Nobody decided within seven days.', help: 'The wish lapsed. It can be asked for anew on the page of the person.' },
} as const satisfies Record<string, { title: string; help: string }>

export type Because = keyof typeof REFUSALS

/** Refused because of a field of the form that adds somebody. */
export const TAKEN = {
  EMAIL_TAKEN: { field: 'email', message: 'This address belongs to somebody already.' },
  DIRECTORY_ID_TAKEN: { field: 'directoryId', message: 'This object id belongs to somebody already.' },
} as const
export type Taken = keyof typeof TAKEN
