export const root = document.documentElement
export const { body } = document
export const byId = (id) => document.getElementById(id)
export const on = (type, does, options) => document.addEventListener(type, does, options)
export const all = (selector) => [...document.querySelectorAll(selector)]
export const hear = (type, does) => addEventListener(type, does)
/** This page's own clock: no one can set it. */
export const clockNow = () => performance.now()
export const main = byId('main')
