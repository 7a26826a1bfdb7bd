import { type Theme, THEME_OF } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Theme, readonly string[]> = {
  MONEY: [
    'Seit {month} werden in der Abteilung {department} in {site} Rechnungen von {supplier} doppelt bezahlt. {name} gibt sie frei, ohne dass eine Bestellung vorliegt. Es geht um ungefähr {amount}. Als ich nachgefragt habe, hieß es, ich solle mich um meine eigenen Konten kümmern.',
    '{name} (Personalnummer {employee}) vergibt Aufträge an {supplier}, obwohl {count} andere Angebote günstiger waren. Die Firma gehört dem Schwager von {name2}. Im {month} waren es {amount}. Im Interessenregister steht davon meines Wissens nichts.',
    'Ein Berater, den hier niemand kennt, hat im {month} {amount} für eine Studie von {count} Seiten bekommen. {name} hat die Zahlung allein unterschrieben und an {email} geschrieben, dass "die Sache damit erledigt" sei. Kurz danach kam die Genehmigung für {site}.',
  ],
  PEOPLE: [
    '{name} schreit fast jeden Tag Kolleginnen in der Abteilung {department} an. Am {weekday} wurde jemand vor {count} Leuten als unfähig bezeichnet. {name2} stand daneben und hat nichts gesagt. Seit {month} haben drei Personen um Versetzung gebeten.',
    'Seit {count} Monaten macht {name} in der Pause Bemerkungen über meine Herkunft. Ich habe es {name2} gemeldet und bekam zur Antwort, dass man in {site} eben so scherze. Danach wurde mein Schichtplan geändert. Ich schlafe schlecht und möchte, dass es aufhört.',
  ],
  DATA: [
    'Eine Liste mit Krankheitstagen und Diagnosen von {count} Beschäftigten liegt offen auf dem Laufwerk von {department} in {site}. Angelegt hat sie {name}. Ich habe das am {weekday} an {email} gemeldet, aber die Datei ist immer noch da.',
  ],
  SAFETY: [
    'An der Presse in Halle {count} in {site} ist der Lichtvorhang seit {month} überbrückt. {name} weiß Bescheid und sagt, für Reparaturen sei keine Zeit. Am {weekday} gegen {hour} wäre {name2} beinahe verletzt worden. Der Vorfall steht in keinem Buch.',
  ],
  PROPERTY: [
    'Aus dem Lager in {site} verschwindet regelmäßig Kupferkabel, im {month} {count} Rollen im Wert von etwa {amount}. {name} (Personalnummer {employee}) ist am {weekday} nachts allein dort. {name2} hat mich gebeten, die Bestandsliste anzupassen.',
  ],
  PAY: [
    'Wir müssen uns vor dem Einstempeln umziehen und die Linie übergeben, das sind {count} Minuten am Tag für alle in {department}. {name} löscht Überstunden, sobald das Budget erreicht ist. Für {month} fehlen mir {amount}. Viele trauen sich nicht, etwas zu sagen.',
  ],
}

export const de: Voice = {
  stories: (category) => STORIES[THEME_OF[category]],
  openings: {
    HOTLINE: [
      'Telefonische Meldung, dem Anrufer vorgelesen und von ihm bestätigt.',
      'Die anrufende Person arbeitet in {department} und teilte mit:',
    ],
    PROXY: ['Vom Betriebsrat in {site} für eine Kollegin aufgenommen.'],
    DISCLOSURE: ['Jährliche Erklärung.'],
  },
  closings: [
    'Ich bin seit {years} Jahren hier und habe so etwas noch nie erlebt.',
    'Bitte sagen Sie {department} nicht, dass es von mir kommt.',
    'Fotos sind vorhanden.',
    'In {site} weiß das jeder.',
    'Das wurde schon einmal im {month} gemeldet, geändert hat sich nichts.',
  ],
  contacts: [
    'Sie erreichen mich unter {myemail}.',
    'Mein Name ist {me}, meine Nummer ist {phone}.',
    'Gezeichnet {me}, Personalnummer {employee}.',
  ],
  departments: ['Buchhaltung', 'Logistik', 'Fertigung', 'Vertrieb', 'Personal', 'Einkauf', 'Qualität', 'Instandhaltung'],
  months: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
  weekdays: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'],
  space: ' ',
}
