import { type Theme, THEME_OF } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Theme, readonly string[]> = {
  MONEY: [
    'Desde {month}, el departamento de {department} en {site} paga dos veces las facturas de {supplier}. {name} las aprueba sin orden de compra. El total es de unos {amount}. Cuando pregunté, me dijeron que me ocupara de mis cuentas.',
    '{name} (empleado {employee}) adjudica los pedidos a {supplier}, aunque hubo {count} ofertas más baratas. La empresa es del cónyuge de {name2}. Solo en {month} fueron {amount}. Que yo sepa, no está declarado.',
    'El gestor de los permisos de {site} pidió {amount} para "agilizar" el trámite y {name} aceptó en una llamada en la que yo estaba. Después escribió a {email} que todo quedaría como consultoría. El permiso llegó a los {count} días.',
  ],
  PEOPLE: [
    '{name} grita casi todos los días a compañeros de {department}. El {weekday} llamó inútil a una persona delante de otras {count}. {name2} lo vio y no hizo nada. Desde {month} tres personas han pedido el traslado.',
    'Hace {count} meses que {name} hace comentarios sobre mi acento en el descanso. Se lo conté a {name2} y me respondió que en {site} se bromea así. Desde entonces me cambian el turno cada semana y no quiero seguir así.',
  ],
  DATA: [
    'Hay una lista con las bajas médicas de {count} personas en la carpeta compartida de {department} en {site}, abierta a todos. La creó {name}. El {weekday} lo comuniqué a {email} y nadie ha contestado.',
  ],
  SAFETY: [
    'La barrera de seguridad de la prensa de la nave {count} en {site} está anulada desde {month}. {name} lo sabe y dice que no hay tiempo. El {weekday} a las {hour} {name2} casi pierde un dedo. No se anotó en ningún registro.',
  ],
  PROPERTY: [
    'Desaparece cable del almacén de {site}: {count} bobinas en {month}, unos {amount}. {name} (empleado {employee}) está solo las noches del {weekday}. {name2} me pidió que corrigiera el inventario.',
  ],
  PAY: [
    'Tenemos que cambiarnos y recibir la línea antes de fichar, son {count} minutos al día para todos en {department}. {name} borra las horas extra cuando se acaba el presupuesto. Me faltan {amount} de {month}. Muchos tienen miedo de hablar.',
  ],
}

export const es: Voice = {
  stories: (category) => STORIES[THEME_OF[category]],
  openings: {
    HOTLINE: ['Denuncia recibida por teléfono, leída a la persona y confirmada.', 'La persona trabaja en {department} y declara:'],
    PROXY: ['Registrado por recursos humanos de {site} a petición de un empleado.'],
    DISCLOSURE: ['Declaración anual.'],
  },
  closings: [
    'Llevo {years} años aquí y nunca había visto algo así.',
    'Por favor, no digan a {department} que fui yo.',
    'Tengo fotos.',
    'En {site} lo sabe todo el mundo.',
    'Ya se denunció en {month} y nada cambió.',
  ],
  contacts: ['Pueden escribirme a {myemail}.', 'Me llamo {me} y mi número es {phone}.', 'Firmado: {me}, empleado {employee}.'],
  departments: ['Contabilidad', 'Logística', 'Producción', 'Ventas', 'Compras', 'Calidad', 'Mantenimiento', 'Personal'],
  months: ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
  weekdays: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
  space: ' ',
}
