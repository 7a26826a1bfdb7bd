import { type Theme, THEME_OF } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Theme, readonly string[]> = {
  MONEY: [
    'Depuis {month}, le service {department} à {site} règle deux fois les factures de {supplier}. {name} les valide sans bon de commande. Le montant total est d’environ {amount}. Quand j’ai posé la question, on m’a répondu de m’occuper de mes propres dossiers.',
    '{name} (matricule {employee}) attribue les marchés à {supplier} alors que {count} autres offres étaient moins chères. La société appartient au conjoint de {name2}. Rien que pour {month}, cela représente {amount}. Rien n’a été déclaré à ma connaissance.',
    'Un intermédiaire a demandé {amount} pour « accélérer » le permis de {site}. {name} a accepté devant moi, puis a écrit à {email} que tout serait réglé avant la fin du mois de {month}. La dépense est passée en honoraires.',
  ],
  PEOPLE: [
    '{name} crie presque chaque jour sur des collègues du service {department}. Lors de la réunion de {weekday}, une personne a été traitée d’incapable devant {count} autres. {name2} était là et n’a rien dit. Depuis {month}, trois personnes ont demandé leur mutation.',
    'Depuis {count} mois, {name} fait des remarques sur mes origines pendant la pause. J’en ai parlé à {name2}, qui m’a dit que c’était de l’humour. Depuis, mon planning change chaque semaine. Je ne dors plus et je ne veux plus venir seule sur le site de {site}.',
  ],
  DATA: [
    'Une liste avec les arrêts maladie de {count} salariés se trouve sur le disque partagé du service {department} à {site}, ouverte à tous. C’est {name} qui l’a créée. Je l’ai signalé {weekday} à {email}, sans réponse.',
  ],
  SAFETY: [
    'La barrière de sécurité de la presse du hall {count} à {site} est neutralisée depuis {month}. {name} le sait et dit que la ligne n’a pas le temps. {weekday} vers {hour}, {name2} a failli être blessé. Rien n’a été noté dans le registre.',
  ],
  PROPERTY: [
    'Du câble disparaît régulièrement du magasin de {site} : {count} bobines en {month}, soit environ {amount}. {name} (matricule {employee}) y est seul la nuit du {weekday}. {name2} m’a demandé de corriger l’inventaire.',
  ],
  PAY: [
    'Nous devons nous changer et prendre la relève avant de pointer, soit {count} minutes par jour pour tout le service {department}. {name} efface les heures supplémentaires quand le budget est dépassé. Il me manque {amount} pour {month}. Beaucoup n’osent rien dire.',
  ],
}

export const fr: Voice = {
  stories: (category) => STORIES[THEME_OF[category]],
  openings: {
    HOTLINE: [
      'Signalement reçu par téléphone, relu à la personne et confirmé.',
      'La personne travaille au service {department} et déclare :',
    ],
    PROXY: ['Saisi par les ressources humaines de {site} à la demande d’un salarié.'],
    DISCLOSURE: ['Déclaration annuelle.'],
  },
  closings: [
    'Je travaille ici depuis {years} ans et je n’ai jamais vu cela.',
    'Merci de ne pas dire au service {department} que cela vient de moi.',
    'J’ai des photos.',
    'À {site}, tout le monde le sait.',
    'Cela a déjà été signalé en {month}, sans effet.',
  ],
  contacts: ['Vous pouvez m’écrire à {myemail}.', 'Je m’appelle {me}, mon numéro est le {phone}.', 'Signé {me}, matricule {employee}.'],
  departments: ['Comptabilité', 'Logistique', 'Production', 'Ventes', 'Achats', 'Qualité', 'Maintenance', 'Ressources humaines'],
  months: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  space: ' ',
}
