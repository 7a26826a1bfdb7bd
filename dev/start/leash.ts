/** Preloaded into the Worker's process: when its parent is gone, however it went, it goes, too, and takes the runtime along. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
