"""Words that say nothing of the subject: function words, and the small talk of asking.

Our own lists. Question wording ("wie kan", "does anyone know") is in them, because every
question has it and no passage about a person is about it.
"""

DUTCH = """
aan af al alle allen alles als altijd ander andere anderen anders ben bent bij binnen boven daar
daarna daarom dan dat de deed den denk der deze die dit doe doen doet door dus een eens eerst eigen
elk elke en enige enkel enkele er erg even ga gaan gaat gedaan geen gemaakt geven geweest had hadden
hallo heb hebben hebt heeft heel helemaal hem hen het hier hij hoe hoeveel hun iemand iets ik in is
ja je jij jou jouw jullie kan komen komt kon konden krijg krijgen krijgt kun kunnen kunt laat laten
liever maak maakt maar maken me mee meer meest mensen met mij mijn misschien moest moet moeten mogen
na naar nadat net niemand niet niets nodig nog nu of om omdat ons onze ook op over overal pas paar
per soms steeds straks sinds te tegen toch toe toen tot tussen u uit uw vaak van vanaf veel via voor
vooral waar waarmee waarom waaraan waarbij wanneer want ware was wat we weer weg wel welk welke werd
werden wie wij wil willen wilt worden wordt wordt zal ze zelf zich zij zijn zo zoals zodat zonder
zou zouden zowel zullen
hulp help helpen helpt weet weten kent kennen ken zoek zoeken zoekt ervaring ervaringen vraag vragen
graag goed goede tip tips advies collega collegas
"""

ENGLISH = """
a about above after again all also always am an and another any anybody anyone anything are as at be
because been before being below between both but by can cannot could did do does doing done down
during each either else ever every everyone few for from further get gets getting give go going got
had has have having he hello her here hers herself hi him himself his how i if in into is it its
itself just kind know knows known let like look looking made make makes making many may maybe me
might mine more most much must my myself need needs never no nobody none nor not nothing now of off
often on once only or other others our ours out over own people per perhaps please possible really
same shall she should since so some somebody someone something sometimes such take than thank thanks
that the their theirs them themselves then there these they thing things this those through to too
under until up us use used using very want wants was way we well were what when where whether which
while who whom whose why will with within without would yes yet you your yours yourself
help helped helping helps experience experienced advice colleague colleagues question questions
"""

STOP_WORDS = frozenset(DUTCH.split()) | frozenset(ENGLISH.split())
