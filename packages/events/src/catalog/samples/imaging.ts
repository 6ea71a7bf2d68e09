import type { DiagnosticReport, ImagingStudy, Task } from 'fhir/r4'
import { extensions, referTo, type Stored, staff, systems } from '../../fhir.ts'
import { jane, sampleStaff, versioned } from './identities.ts'
import { sampleAlert } from './laboratory.ts'

const { amal } = sampleStaff

const studyUid = '1.2.826.0.1.3680043.8.498.1'

export const sampleStudy = (): Stored<ImagingStudy> => ({
  resourceType: 'ImagingStudy',
  id: 'is-1',
  meta: versioned,
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studyUid}` }],
  status: 'available',
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-2')],
  started: '2026-11-20T19:30:00.000Z',
  modality: [{ system: systems.dicom, code: 'DX' }],
  description: 'Chest X-ray, two views',
  numberOfSeries: 1,
  numberOfInstances: 1,
  series: [
    {
      uid: `${studyUid}.1`,
      modality: { system: systems.dicom, code: 'DX' },
      description: 'PA',
      instance: [
        {
          uid: `${studyUid}.1.1`,
          sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
          title: 'PA erect',
          extension: [{ url: extensions.imagePath, valueString: 'radiology-images/is-1/1/1.dcm' }],
        },
      ],
    },
  ],
})

export const sampleImagingReport = (): Stored<DiagnosticReport> => ({
  resourceType: 'DiagnosticReport',
  id: 'ir-1',
  meta: versioned,
  status: 'final',
  category: [{ coding: [{ system: systems.diagnosticService, code: 'RAD' }] }],
  code: { coding: [{ system: systems.loinc, code: '36643-5' }], text: 'Chest X-ray' },
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-2')],
  imagingStudy: [referTo('ImagingStudy', 'is-1')],
  effectiveDateTime: '2026-11-20T19:30:00.000Z',
  issued: '2026-11-20T20:10:00.000Z',
  resultsInterpreter: [staff(amal)],
  conclusion: 'Right-sided tension pneumothorax.',
})

export const sampleImagingAlert = (): Stored<Task> => ({
  ...sampleAlert(),
  id: 'al-2',
  focus: referTo('DiagnosticReport', 'ir-1'),
})
