/** The digits of a telephone number in any spelling, without what people put before the country: `+`, `00`, `(0)`, a trunk zero.
 *  Numbers are then compared by their last digits: `+44 (0)20 7946 0018` and `020 7946 0018` meet. */
export function phoneDigits(text: string): string {
  if (!/^[\d\s()+./\-–]{6,40}$/.test(text.trim())) return ''
  return text.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '')
}

/** A web or mail address, or a bare domain, as the domain it names. */
export function domainOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
}
