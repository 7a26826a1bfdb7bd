import { all, hear, root } from './document.js'

export const chooseTheme = (theme, keep) => {
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const scheme = document.querySelector('meta[name=color-scheme]')
  if (scheme) scheme.content = theme === 'system' ? 'light dark' : theme
  for (const each of all('[data-theme-choice]')) each.setAttribute('aria-pressed', String(each.dataset.themeChoice === theme))
  if (!keep) return
  // The cookie is what the server renders from; the store only tells the other tabs.
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`
  localStorage.setItem('theme', theme)
}
hear('storage', ({ key, newValue }) => {
  if (key === 'theme' && newValue) chooseTheme(newValue, false)
})
