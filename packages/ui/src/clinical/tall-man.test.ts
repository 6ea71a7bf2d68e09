import { expect, test } from 'vitest'
import { tallMan } from './tall-man.ts'

/** Look-alike pairs of the FDA and of ISMP that ux 10.5 names. */
const pairs = `hydrALAZINE/hydrOXYzine vinBLAStine/vinCRIStine DOPamine/DOBUTamine predniSONE/prednisoLONE
metFORMIN/metroNIDAZOLE buPROPion/busPIRone ePHEDrine/EPINEPHrine clonazePAM/cloNIDine clonazePAM/LORazepam
acetaZOLAMIDE/acetoHEXAMIDE chlorproMAZINE/chlorproPAMIDE clomiPHENE/clomiPRAMINE cycloSERINE/cycloSPORINE
DAUNOrubicin/DOXOrubicin dimenhyDRINATE/diphenhydrAMINE glipiZIDE/glyBURIDE niCARdipine/NIFEdipine
risperiDONE/rOPINIRole sulfADIAZINE/sulfiSOXAZOLE TOLAZamide/TOLBUTamide CARBOplatin/CISplatin`
  .split(/\s+/)
  .map((pair) => pair.split('/') as [string, string])

test.each(pairs)('FMT-8: %s and %s get distinct tall-man letters in any case', (one, other) => {
  for (const name of [one, other]) for (const typed of [name.toLowerCase(), name.toUpperCase()]) expect(tallMan(typed)).toBe(name)
  expect(one).not.toBe(other)
})

test('FMT-8: formulary names of the list get tall-man letters', () => {
  const kept = `ceFAZolin cefTAZidime cefTRIAXone levoFLOXacin metroNIDAZOLE amLODIPine dilTIAZem EPINEPHrine hydrALAZINE
hydroCHLOROthiazide metoPROLOL dexAMETHasone metFORMIN prednisoLONE predniSONE fentaNYL levETIRAcetam LORazepam traMADol`.split(/\s+/)
  expect(kept.map((name) => tallMan(name.toLowerCase()))).toEqual(kept)
})

test('other names are unchanged, and each word of a combination is looked up', () => {
  expect(tallMan('paracetamol')).toBe('paracetamol')
  expect(tallMan('metoprolol succinate / cefazolin')).toBe('metoPROLOL succinate / ceFAZolin')
})
