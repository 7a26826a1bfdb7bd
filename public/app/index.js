/* The portal's one script. Every page reads and acts without it; it adds keys, clocks and manners.
   Nothing is evaluated and nothing sits on an element: all listeners are on the document and find their work by `data-` attributes. */
import './drafts.js'
import './clock.js'
import './forms.js'
import './answers.js'
import './dragging.js'
import './pressing.js'
import './keys.js'
import './theme.js'
import './live.js'
import './reading.js'
