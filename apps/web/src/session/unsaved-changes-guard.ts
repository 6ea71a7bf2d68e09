const losses = new Set<() => boolean>()

function ask(event: BeforeUnloadEvent): void {
  if ([...losses].some((loses) => loses())) event.preventDefault()
}

/** The browser asks before the page goes, as long as something would be lost that nobody has signed or discarded (SHL-9). */
export function guardUnsavedChanges(loses: () => boolean): void {
  if (losses.size === 0) globalThis.addEventListener?.('beforeunload', ask)
  losses.add(loses)
}
