const POLITE =
  '(?:(?:please|hey|hi|ok|okay|can you|could you|will you|would you|i want you to|i need you to|just) ,? ?)*';
/** Requests to a general assistant; the meaning of words; jobs, jokes, news. */
export const OFF_TOPIC = new RegExp(
  `^${POLITE}(?:${[
    'remind me (?!how|what|where)',
    '(?:set|create|make|put|schedule) (?:up )?(?:an? |the |my )?(?:[^ ,]+ )?(?:reminder|alarm|timer|event|meeting|playlist)',
    '(?:play|dial|whisper|translate|define|sing|google|wake me|whatsapp|spell|pronounce)\\b',
    'call (?!me\\b|us\\b|back|off|it off|customer|support|someone|somebody|an? (?:human|person|agent|representative|rep|operator)$|cent)',
    'text (?!me\\b|us\\b|chat)',
    '(?:send|write|compose|draft) (?:an? )?(?:text|email|e mail|sms|message|tweet|letter) (?:to|saying|that)',
    '(?:email|mail|message|tweet) (?!me\\b|us\\b|address|saying|from|i\\b)',
    'add .{1,60} to (?:my|the) .{0,30}(?:list|calendar|agenda|cart|basket)',
    'read (?:me|out)|(?:tell|show|give|read) (?:me )?(?:the |some |any )?(?:latest )?(?:news|headlines|an? (?:[^ ,]+ )?joke|an? story|a fact)',
    'search (?:for|the)|look up|find (?:me )?(?:an? |the )(?:nearest|closest|lawyer|doctor|restaurant|hotel|flight)',
    '(?:what|who) (?:is|was|are) (?:the )?(?:meaning|definition|agent of)|what does .{1,40} mean|.{1,40} means? (?:what|in)\\b|how (?:do|would) (?:you|i) (?:spell|say|pronounce)',
    'kill (?:the |my |all )?(?:[^ ,]+ ){0,2}(?:lights?|timers?|alarms?|music|tv|process(?:es)?|engine|sound|volume|heating|radio|lamps?)\\b|rate (?:the|this|my) (?:movie|film|book|song|album|episode|novel|recipe)',
    'cancel culture\\b|.{0,60}\\bmy (?:lawyer|attorney|solicitor|barrister) (?:friend|mate|cousin|neighbou?r|brother|sister|husband|wife|son|daughter|uncle|aunt) (?:about (?!(?:you|your|this|that|it|my|the|suing)\\b)|for (?:lunch|dinner|coffee|drinks))',
    'how long does it take to become|who is the|what (?:does|do|is|are) (?:an? )?[^,]{1,40} (?:earn|paid|stand for)$',
    '(?:how (?:do|can|does) (?:i|one|you)|what does it take to) (?:become|get a job)|(?:are you|do you) (?:hiring|have (?:any )?jobs)',
    'what is an? (?:[^ ,]+ ){0,2}[^ ,]+$|who won\\b',
    'what is (?:an? )?(?:[^ ,]+ )?[^ ,]+$(?<= (?:fraud|phishing|ransomware|malware|lawyer|attorney|dispute|chargeback))',
  ].join('|')})`,
);
