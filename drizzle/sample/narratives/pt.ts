import { type Theme, THEME_OF } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Theme, readonly string[]> = {
  MONEY: [
    'Desde {month} o setor de {department} em {site} paga duas vezes as faturas da {supplier}. {name} aprova sem pedido de compra. O total é de cerca de {amount}. Quando perguntei, disseram para eu cuidar das minhas contas.',
    '{name} (matrícula {employee}) entrega os contratos à {supplier}, embora {count} propostas fossem mais baratas. A empresa é do cônjuge de {name2}. Só em {month} foram {amount}. Que eu saiba, nada foi declarado.',
    'O despachante de {site} pediu {amount} para acelerar a licença e {name} concordou numa chamada em que eu estava. Depois escreveu para {email} que ficaria como consultoria. A licença saiu em {count} dias.',
  ],
  PEOPLE: [
    '{name} grita quase todos os dias com colegas de {department}. Na reunião de {weekday} chamou uma pessoa de inútil na frente de outras {count}. {name2} viu e não fez nada. Desde {month} três pessoas pediram transferência.',
    'Há {count} meses {name} faz comentários sobre a minha origem no intervalo. Contei a {name2}, que respondeu que em {site} as pessoas brincam assim. Depois disso a minha escala mudou várias vezes. Não quero mais trabalhar com medo.',
  ],
  DATA: [
    'Uma lista com atestados médicos de {count} pessoas está na pasta partilhada de {department} em {site}, aberta a todos. Foi criada por {name}. Avisei {email} na {weekday} e ninguém respondeu.',
  ],
  SAFETY: [
    'A proteção da prensa do galpão {count} em {site} está desligada desde {month}. {name} sabe e diz que não há tempo. Na {weekday}, por volta das {hour}, {name2} quase se feriu. Nada foi registado.',
  ],
  PROPERTY: [
    'Some cabo de cobre do armazém de {site}: {count} bobinas em {month}, cerca de {amount}. {name} (matrícula {employee}) fica sozinho à noite. {name2} pediu que eu corrigisse o inventário.',
  ],
  PAY: [
    'Temos de trocar de roupa e receber a linha antes de marcar o ponto, são {count} minutos por dia para todos em {department}. {name} apaga as horas extras quando passam do orçamento. Faltam {amount} em {month}. Muitos têm medo de falar.',
  ],
}

export const pt: Voice = {
  stories: (category) => STORIES[THEME_OF[category]],
  openings: {
    HOTLINE: ['Relato recebido por telefone, lido à pessoa e confirmado.', 'A pessoa trabalha em {department} e relatou:'],
    PROXY: ['Registado pelos recursos humanos de {site} a pedido de um colega.'],
    DISCLOSURE: ['Declaração anual.'],
  },
  closings: [
    'Trabalho aqui há {years} anos e nunca vi nada assim.',
    'Por favor, não digam a {department} que fui eu.',
    'Tenho fotos.',
    'Em {site} todos sabem.',
    'Isto já foi relatado em {month} e nada mudou.',
  ],
  contacts: ['Podem escrever para {myemail}.', 'O meu nome é {me} e o meu número é {phone}.', 'Assinado: {me}, matrícula {employee}.'],
  departments: ['Contabilidade', 'Logística', 'Produção', 'Vendas', 'Compras', 'Qualidade', 'Manutenção', 'Pessoal'],
  months: ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro'],
  weekdays: ['segunda-feira', 'terça-feira', 'quarta-feira', 'quinta-feira', 'sexta-feira'],
  space: ' ',
}
