/** Edition of the list below, shown on the "about" page; update both together (FMT-8). */
export const tallManEdition = 'FDA and ISMP 2023, with 1 local addition'

// Generic names only. Brand names keep their initial capital (decision D4).
const names = `
acetaZOLAMIDE acetoHEXAMIDE ALPRAZolam aMILoride amLODIPine ARIPiprazole azaCITIDine azaTHIOprine BUPivacaine buPROPion
busPIRone carBAMazepine CARBOplatin ceFAZolin cefoTEtan cefOXitin cefTAZidime cefTRIAXone chlordiazePOXIDE
chlorproMAZINE chlorproPAMIDE CISplatin cloBAZam clomiPHENE clomiPRAMINE clonazePAM cloNIDine
cycloSERINE cycloSPORINE DACTINomycin DAPTOmycin DAUNOrubicin dexAMETHasone dexmedeTOMIDine diazePAM dilTIAZem
dimenhyDRINATE diphenhydrAMINE DOBUTamine DOCEtaxel DOPamine DOXOrubicin droNABinol droPERidol DULoxetine ePHEDrine
EPINEPHrine epiRUBicin eriBULin fentaNYL flavoxATE FLUoxetine fluPHENAZine fluvoxaMINE glipiZIDE glyBURIDE
guaiFENesin guanFACINE hydrALAZINE hydroCHLOROthiazide HYDROcodone HYDROmorphone HYDROXYprogesterone hydrOXYzine
IDArubicin idaruCIZUmab inFLIXimab ISOtretinoin ketAMINE lamiVUDine lamoTRIgine levETIRAcetam levOCARNitine levoFLOXacin
LORazepam medroxyPROGESTERone metFORMIN methazolAMIDE methIMAzole methylPREDNISolone methylTESTOSTERone metOLazone
metoPROLOL metroNIDAZOLE metyraPONE metyroSINE miFEPRIStone miSOPROStol mitoMYcin mitoXANTRONE niCARdipine NIFEdipine niMODipine OLANZapine OXcarbazepine oxyCODONE
oxyMORphone PACLitaxel PARoxetine PAZOPanib PEMEtrexed penicillAMINE PENTobarbital PHENobarbital PONATinib PRALAtrexate
prednisoLONE predniSONE QUEtiapine quiNIDine quiNINE RABEprazole raNITIdine rifAMPin rifAXIMin riMANTAdine risperiDONE
riTUXimab romiDEPsin romiPLOStim rOPINIRole ROPivacaine SAXagliptin sitaGLIPtin sORAfenib SUFentanil sulfADIAZINE
sulfaSALAzine sulfiSOXAZOLE SUMAtriptan SUNItinib tiaGABine tiZANidine TOLAZamide TOLBUTamide traMADol traZODone
valACYclovir valGANciclovir vinBLAStine vinCRIStine vinORELBine ZOLMitriptan
`

const byPlainName = new Map(
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
)

/**
 * Writes generic names with tall-man letters, on every screen, search result, label and print. Each word is looked up
 * separately, so that `metoprolol succinate` and `amoxicillin / cefazolin` are covered.
 */
export function tallMan(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => byPlainName.get(word.toLowerCase()) ?? word)
}
