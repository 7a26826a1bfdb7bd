/** Which part of the portal takes a person's socket of a namespace to its object, and by which address there. Another is one more line.
 *  `keyed`: what a client says there goes with the sealed keys of who says it. */
export const NAMESPACES = {
  '/notifications': { by: 'enterRoom', address: 'https://room/front', keyed: false },
  '/ai': { by: 'enterAiRoom', address: 'https://room/front', keyed: true },
} as const

export type Namespace = keyof typeof NAMESPACES

export const isNamespace = (name: string): name is Namespace => Object.hasOwn(NAMESPACES, name)
