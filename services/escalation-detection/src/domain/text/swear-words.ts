/** Words of a list, in lower case. */
const words = (list: string): string[] => list.trim().split(/\s+/);

/** Words of medicine, birds, plants, food, colours, places and surnames that the library counts as swear words. */
export const harmless: ReadonlySet<string> = new Set(
  words(`a55 as$ anal anus rectum penis vagina vulva clitoris labia testicle testical scrotum semen ejaculate ejaculated ejaculates ejaculating ejaculation
    orgasm orgasms porn porno pornography viagra v1gra cyalis breasts sex sadist masochist bestial bum fanny doggin lust lusting homo hoar hoare hoer hoes hore horny cox dink dinks doosh duche dlck dirsa
    flange fook fux cok cipa kum kums kummer kock kondum kondums cawk buceta boiolas nob pawn pecker poop pron pube snatch spac smut teets teez wang willies willy w00se knob pimpis muff chink jap`),
);

/** Rude only where somebody is called so ("you dicks"): else a name, a bird, an animal, a dish, a title. */
export const rudeInContext: ReadonlySet<string> = new Set(
  words(
    'dick dicks cock cocks tit tits titt boob boobs titties cum cums cumming shag shagging shaggin dyke coon nazi butt butts prick pricks spunk fag fags faggot faggots faggitt fagot fagots gaylord pussy pussies balls dildo dildos screwing esel',
  ),
);

/** Rude, but also parts of names of several words ("Fat Bastard Shiraz"). */
export const partsOfNames: ReadonlySet<string> = new Set(
  words('bastard bastards bitch bitches ass asses arse arses slut sluts whore bugger wank turd'),
);

/**
 * What the library lacks. Its lists of other languages are translations word by word ("lustig", "dedo"), so German, Spanish, French and
 * Arabic have their own here.
 */
export const swearWords: readonly string[] = [
  'damned sluts wtf wtff stfu gtfo ffs effing f-ing fck fcking fckin fcked fuk fuking fk fucc fcuk fuckwad sht shite shitshow shithole shitless arsehole arseholes wanker wankers dickhead dickheads tosser tossers twat twats scumbag scumbags moron morons imbecile imbeciles retard retards retarded bastard bastards crap dumbass dumbasses jackass jackasses bs bullshite horseshit mofo arsewipe asswipe asshat douche douchebag douchebags prat bellends nutjob bloodyhell motherfuckers dipshit bullcrap cretin cretins',
  'scheiße scheisse scheiß scheiss schaß schass beschissen beschissene beschissener beschissenes verschissen arsch ärsche arschloch arschlöcher oaschloch arschgeige wichser wixer wixxer fotze fotzen hurensohn hurensöhne hure verdammt verdammte verdammter verdammtes fick ficken fickt gefickt verfickt verfickte verfickter verficktes verpiss verpisst verarschen verarscht verarsche mistkerl miststück pisser schlampe schlampen schwachkopf schwachköpfe vollidiot vollidioten deppen depp trottel spast spasti kacke fresse saftladen missgeburt wichse schafseckel gopfertami deppat idioten drecksau drecksack',
  'mierda mierdas puta putas puto putos putada jódete jodete jodido jodida joder gilipollas gilipuertas cabrón cabron cabrones cabrona coño pendejo pendejos pendeja pendejada chingar chinga chingada chingado chingados cojones hijoputa hijueputa imbécil imbéciles imbecil idiota idiotas estúpido estúpidos estúpida estúpidas culero culeros verga pija carajo malparido malparidos culiao culiado boludo boludos pelotudo pelotudos capullo capullos subnormal subnormales sinvergüenzas mamón mamones zorras maricón',
  'merde merdes merdique putain connard connards connasse connasses enculé enculés encule encules enfoiré enfoirés salope salopes salaud salauds pute putes ntm fdp foutre bâtard bâtards batard abruti abrutis abrutie crétin crétins imbécile bordel chier nique niquer niquez tabarnak tabarnac ostie câlice calice crosseurs couilles marde branleur branleurs raclure raclures pouffiasse',
  'تبا تباً لعنة اللعنة خرا خرة حقير حقيرين حقراء نصابين نصابون حرامية حراميه شرموطة شرموط عاهرة قواد عرص تفو انقلع اخرس انطم اغبياء أغبياء الأغبياء الاغبياء وسخين قذرين كسمك منيك متناك تافه تافهين زفت حيوان طز',
].flatMap(words);

/** Beginnings that make any compound rude ("scheissbot", "fuckwit"); an insult in two parts ("cockwomble"). */
export const rudeCompound =
  /^(?:fuck|motherf|shit(?!ake)|bullshit|scheiß|scheiss|drecks|arschloch|kack(?!erl|e$)\p{L}{3}|verfick|gilipoll|(?:cock|dick|twat|wank|knob|bell|arse|ass|douche|turd|piss|cunt|fart)(?:wombles?|heads?|hats?|wads?|nuggets?|weasels?|faces?|bags?|wits?|sticks?|waffles?|goblins?|gibbons?|trumpets?|holes?|biscuits?|ends?|wipes?)$)/u;

/** Whole phrases of the other languages. */
export const rudePhrase =
  /(?<![\p{L}\p{N}])(?:halt(?:et)? (?:die |deine |eure )?(?:fresse|klappe|schnauze|maul)|leckt? mich|geh sterben|(?:dumme|blöde|mieses|verlogenes) (?:maschine|kuh|sau|pack|drecksvieh)|hohle nuss|im hirn|(?:en|por) el culo|dans le cul|hijos? de puta|no mames|pinche (?:bot|robot|servicio|empresa|app|página)|del orto|vete a la|(?:hasta|de) los (?:huevos|cojones)|(?:ta|vos|sa) gueules?|de ma gueule|gros(?:se)? con(?:ne)?|sale con(?:ne)?|bandes? de cons?|(?:dans|trous? du|au) cul|espèces? d[e'’] ?\p{L}+|casse[- ]toi|يا (?:كلب|حمار|غبي|حيوان|تافه|ز ف ت|زفت|حقير|نصاب|حرامي|واطي|قذر|ابن ال?كلب|ولاد ال?كلب|عرص)|(?:انت|أنت|انتم) (?:غبي|حمار|حيوان|اغبياء)|حمار والله|ولاد الكلب|ابن الكلب|كس ام\p{L}*|ك\*س|kos ?om\p{L}*|الله (?:ياخذ|يلعن)\p{L}*|(?:اوسخ|أوسخ) من\p{L}+|خدمة (?:وسخة|زبالة)|شركة زبالة|نعل \p{L}+|زق علي\p{L}+)(?![\p{L}\p{N}])/iu;

/** Threats in the other languages. */
export const threat =
  /(?<![\p{L}\p{N}])(?:(?:os|te|les|le) voy a (?:reventar|partir|matar|romper|quemar|pegar)|partir la cara|polier\p{L}* (?:euch|dir|ihnen) die fresse|(?:hau|schlag)\p{L}* (?:euch|dir|ihnen) .{0,20}(?:ein|kaputt)|gehört angezündet|(?:zünd|fackel)\p{L}* .{0,30}(?:an|ab)|fous le feu|(?:vais|vas) (?:te|vous) (?:casser|péter|tuer|défoncer)|أكسر (?:الفرع|راس|المكتب)\p{L}*)(?![\p{L}\p{N}])/iu;
