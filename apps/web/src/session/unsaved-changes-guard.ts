const guards = new Set<() => boolean>()

function onBeforeUnload(event: BeforeUnloadEvent): void {
  if ([...guards].some((hasUnsavedChanges) => hasUnsavedChanges())) event.preventDefault()
}

/** Lets the browser ask before the page closes while there are unsigned changes (SHL-9). */
export function guardUnsavedChanges(hasUnsavedChanges: () => boolean): void {
  if (guards.size === 0) globalThis.addEventListener?.('beforeunload', onBeforeUnload)
  guards.add(hasUnsavedChanges)
}
