/** Whether the server can speak to this page at the moment. While it can, nobody asks. */
export const line = { isOpen: false }
