/** An item of an order set; items that carry a risk are never preselected (ORD-9). */
export interface OrderSetLine {
  readonly orderableId: string
  readonly preselected: boolean
}

export interface OrderSet {
  readonly id: string
  readonly display: string
  readonly synonyms: readonly string[]
  readonly version: string
  readonly owner: string
  readonly lines: readonly OrderSetLine[]
}

const set = (
  key: string,
  display: string,
  owner: string,
  preselected: readonly string[],
  offered: readonly string[] = [],
  synonyms: readonly string[] = [],
): OrderSet => ({
  id: `set:${key}`,
  display,
  synonyms,
  version: '1',
  owner,
  lines: [
    ...preselected.map((orderableId) => ({ orderableId, preselected: true })),
    ...offered.map((orderableId) => ({ orderableId, preselected: false })),
  ],
})

export const orderSets: readonly OrderSet[] = [
  set(
    'hyperkalaemia',
    'Hyperkalaemia',
    'Nephrology',
    ['lab:2823-3', 'svc:34534-8', 'lab:24362-6'],
    ['lab:24336-0', 'lab:14749-6'],
    ['high potassium'],
  ),
  set(
    'sepsis',
    'Sepsis, first hour',
    'Emergency medicine',
    ['lab:600-7', 'lab:2524-7', 'lab:57021-8', 'lab:24362-6', 'lab:1988-5'],
    ['lab:34528-0', 'lab:630-4', 'img:36643-5', 'lab:33959-8'],
  ),
  set(
    'chest-pain',
    'Chest pain',
    'Cardiology',
    ['svc:34534-8', 'lab:89579-7', 'lab:58410-2', 'lab:24321-2'],
    ['img:36643-5', 'lab:48065-7', 'lab:24331-1'],
    ['ACS'],
  ),
  set(
    'admission',
    'Medical admission',
    'Internal medicine',
    ['lab:57021-8', 'lab:24362-6', 'lab:24325-3', 'lab:14749-6'],
    ['lab:34528-0', 'svc:34534-8', 'img:36643-5', 'lab:24356-8'],
  ),
  set(
    'dka',
    'Diabetic ketoacidosis',
    'Endocrinology',
    ['lab:24336-0', 'lab:14749-6', 'lab:24326-1', 'lab:24362-6'],
    ['lab:59261-8', 'lab:2692-2'],
    ['ketoacidosis'],
  ),
  set('anaemia', 'Anaemia work-up', 'Haematology', ['lab:57021-8', 'lab:50190-8', 'lab:17849-1'], ['lab:14685-6', 'lab:14732-2']),
  set(
    'fever-travel',
    'Fever after travel',
    'Infectious diseases',
    ['lab:32700-7', 'lab:57021-8', 'lab:600-7'],
    ['lab:24325-3', 'lab:625-4'],
    ['malaria'],
  ),
]
