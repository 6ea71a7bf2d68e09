const losses = new Set<() => boolean>()

function ask(event: BeforeUnloadEvent): void {
  if ([...losses].some((loses) => loses())) event.preventDefault()
}

/** Lets the browser ask before the page closes while there are unsigned changes (SHL-9). */
export function guardUnsavedChanges(loses: () => boolean): void {
  if (losses.size === 0) globalThis.addEventListener?.('beforeunload', ask)
  losses.add(loses)
}
