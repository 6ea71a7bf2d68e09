import { systems } from '@wardline/events'
import { analyteOf, analytes, type Section } from '../laboratory/analytes.ts'
import { type Orderable, oneTime } from './orderable.ts'
import { services } from './ward-services.ts'

type Specimen =
  | 'Serum or plasma'
  | 'Whole blood (EDTA)'
  | 'Citrated plasma'
  | 'Arterial blood'
  | 'Urine'
  | 'Blood culture bottles'
  | 'Stool'
  | 'Swab'

const specimenOf: Record<Section, Specimen> = {
  Chemistry: 'Serum or plasma',
  Haematology: 'Whole blood (EDTA)',
  Coagulation: 'Citrated plasma',
  'Blood gas': 'Arterial blood',
  Endocrine: 'Serum or plasma',
  'Drug levels': 'Serum or plasma',
  Urine: 'Urine',
  Microbiology: 'Swab',
}

/** Minimum hours between repeats: electrolytes the same day, thyroid tests after weeks. */
const repeatHours: Partial<Record<Section, number>> = { Chemistry: 4, 'Blood gas': 1, Coagulation: 4, Endocrine: 24 * 21, 'Drug levels': 6 }

const laboratory = (
  code: string,
  display: string,
  section: Section,
  reported: readonly string[],
  synonyms: readonly string[] = [],
  specimen: Specimen = specimenOf[section],
): Orderable => ({
  id: `lab:${code}`,
  category: 'laboratory',
  system: systems.loinc,
  code,
  display,
  synonyms,
  detail: specimen,
  section,
  analytes: reported,
  needsIndication: false,
  duplicateWithinHours: repeatHours[section] ?? 12,
  ...oneTime,
})

const synonymsByCode: Record<string, readonly string[]> = {
  '2823-3': ['K', 'kalium'],
  '2951-2': ['Na', 'natrium'],
  '14682-9': ['Cr', 'renal function', 'kidney'],
  '22664-7': ['BUN', 'urea nitrogen'],
  '14749-6': ['sugar', 'blood glucose'],
  '2601-3': ['Mg'],
  '1988-5': ['CRP'],
  '89579-7': ['TnI', 'troponin', 'cardiac enzymes'],
  '33762-6': ['BNP'],
  '718-7': ['Hb', 'hemoglobin'],
  '6690-2': ['WBC', 'white cells'],
  '777-3': ['Plt', 'thrombocytes'],
  '6301-6': ['PT', 'warfarin control'],
  '3173-2': ['aPTT', 'PTT', 'heparin control'],
  '59261-8': ['HbA1c', 'A1c', 'glycated haemoglobin'],
  '3016-3': ['TSH', 'thyroid'],
  '14920-3': ['FT4', 'thyroid'],
  '21198-7': ['hCG', 'pregnancy test'],
  '3298-7': ['acetaminophen level'],
  '30341-2': ['ESR'],
  '48065-7': ['DD'],
}

/** Analytes that are ordered only as part of a panel, or calculated in it. */
const onlyInPanel = new Set([
  '62238-1',
  '14629-0',
  '2744-1',
  '2019-8',
  '2703-7',
  '1960-4',
  '1925-7',
  '2518-9',
  '5811-5',
  '5803-2',
  '789-8',
  '4544-3',
  '787-2',
  '785-6',
  '742-7',
  '711-2',
  '704-7',
  '731-0',
  '3034-6',
  '5902-2',
])

const tests = analytes
  .filter((analyte) => !onlyInPanel.has(analyte.code))
  .map((analyte) => laboratory(analyte.code, analyte.display, analyte.section, [analyte.code], synonymsByCode[analyte.code]))

const electrolytes = ['2823-3', '2951-2', '2075-0', '1963-8']
const renal = ['2823-3', '2951-2', '22664-7', '14682-9', '62238-1']
const liver = ['1751-7', '2885-2', '14631-6', '14629-0', '1742-6', '1920-8', '6768-6', '2324-2']
const bloodCount = ['718-7', '6690-2', '777-3', '789-8', '4544-3', '787-2', '785-6']
const differential = ['751-8', '731-0', '742-7', '711-2', '704-7']

const panels = [
  laboratory('24326-1', 'Electrolytes', 'Chemistry', electrolytes, ['U&E', 'lytes']),
  laboratory('24362-6', 'Renal function panel', 'Chemistry', [...renal, '1963-8', '2000-8', '14879-1', '1751-7'], ['RFT', 'kidney', 'U&E']),
  laboratory('24321-2', 'Basic metabolic panel', 'Chemistry', [...electrolytes, '22664-7', '14682-9', '14749-6', '2000-8'], ['BMP']),
  laboratory(
    '24323-8',
    'Comprehensive metabolic panel',
    'Chemistry',
    [...electrolytes, '22664-7', '14682-9', '14749-6', '2000-8', ...liver.slice(0, 3), '1742-6', '1920-8', '6768-6'],
    ['CMP'],
  ),
  laboratory('24325-3', 'Liver function panel', 'Chemistry', liver, ['LFT', 'hepatic']),
  laboratory('24331-1', 'Lipid panel', 'Chemistry', ['14647-2', '14646-4', '22748-8', '14927-8'], ['lipids', 'cholesterol']),
  laboratory('50190-8', 'Iron studies', 'Chemistry', ['14798-3', '3034-6', '2276-4'], ['TIBC', 'ferritin']),
  laboratory('58410-2', 'Complete blood count', 'Haematology', bloodCount, ['CBC', 'FBC', 'full blood count']),
  laboratory('57021-8', 'Complete blood count with differential', 'Haematology', [...bloodCount, ...differential], ['CBC diff', 'FBC']),
  laboratory('34528-0', 'Prothrombin time and INR', 'Coagulation', ['5902-2', '6301-6'], ['PT', 'clotting']),
  laboratory('24336-0', 'Arterial blood gas', 'Blood gas', ['2744-1', '2019-8', '2703-7', '1960-4', '1925-7', '2518-9'], ['ABG', 'gas']),
  laboratory('24356-8', 'Urinalysis', 'Urine', ['5811-5', '5803-2'], ['UA', 'dipstick']),
  laboratory('600-7', 'Blood culture', 'Microbiology', [], ['BC'], 'Blood culture bottles'),
  laboratory('630-4', 'Urine culture', 'Microbiology', [], ['MSU'], 'Urine'),
  laboratory('625-4', 'Stool culture', 'Microbiology', [], [], 'Stool'),
  laboratory('32700-7', 'Malaria smear', 'Microbiology', [], ['malaria film', 'plasmodium'], 'Whole blood (EDTA)'),
]

const imaging = (
  code: string,
  display: string,
  modality: string,
  synonyms: readonly string[] = [],
  more: Partial<Orderable> = {},
): Orderable => ({
  id: `img:${code}`,
  category: 'imaging',
  system: systems.loinc,
  code,
  display,
  synonyms,
  detail: modality,
  section: null,
  analytes: [],
  needsIndication: true,
  duplicateWithinHours: 24,
  ...oneTime,
  ...more,
})

const images = [
  imaging('36643-5', 'Chest X-ray, two views', 'X-ray', ['CXR']),
  imaging('30746-2', 'Chest X-ray, portable', 'X-ray', ['CXR bedside']),
  imaging('24558-9', 'Ultrasound abdomen', 'Ultrasound', ['US', 'sonography']),
  imaging('42148-7', 'Echocardiogram', 'Ultrasound', ['echo', 'heart']),
  imaging('30799-1', 'CT head without contrast', 'CT', ['brain', 'stroke']),
  imaging('24627-2', 'CT chest', 'CT', ['thorax']),
  imaging('36813-4', 'CT abdomen and pelvis with contrast', 'CT', [], {
    unchecked: ['allergy', 'renal', 'pregnancy'],
    exposesTo: ['contrast', 'iodine', 'iodinated', 'iohexol', 'iopamidol'],
  }),
  imaging('24590-2', 'MRI brain', 'MRI', ['MR', 'head']),
]

/** Version of the catalogue; increased with every change of its items. */
export const catalogueVersion = 'wardline 2'

/** All catalogue items. */
export const orderables: readonly Orderable[] = [...panels, ...tests, ...images, ...services]

const byId = new Map(orderables.map((orderable) => [orderable.id, orderable]))

export const orderableOf = (orderableId: string): Orderable | null => byId.get(orderableId) ?? null

/** Returns the catalogue item of an order by its code; null for orders of other systems. */
export const orderableWithCode = (code: string): Orderable | null => orderables.find((orderable) => orderable.code === code) ?? null

/** Returns the analytes on the worksheet of an order. */
export const analytesOf = (orderable: Orderable) => orderable.analytes.flatMap((code) => analyteOf(code) ?? [])
