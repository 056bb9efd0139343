"""Words for codes of which helpers are told, in each language: why it cannot be them, and what is new."""

from services.notifications.templates.domain.phrases import Phrases, said

UNFIT: Phrases = {
    "gone": said(
        "Jūs nebesate savanorių sąraše",
        "Jūs jau ne savanorių sąraše",
        "You do not volunteer any more",
        "Вас уже немає у списку волонтерів",
        "Вас уже нет в списке волонтёров",
        "لم تعودوا ضمن المتطوعين",
    ),
    "minor": said(
        "Šiai pagalbai reikia būti 18 metų",
        "Čia padeda žmonės nuo 18 metų",
        "Whoever helps here must be 18",
        "Тут допомагають люди від 18 років",
        "Здесь помогают люди от 18 лет",
        "هذه المساعدة لمن بلغ 18 عامًا",
    ),
    "gender": said(
        "Žmogus pageidauja moters arba vyro, o Jūsų anketoje tai nenurodyta",
        "Žmogus nori moters arba vyro. Jūsų anketoje to nėra",
        "The person wishes for a woman or a man, and your profile does not say this",
        "Людина бажає жінку або чоловіка, а у Вашій анкеті цього немає",
        "Человек просит женщину или мужчину, а в Вашей анкете этого нет",
        "يرغب الشخص في امرأة أو رجل، وملفكم لا يذكر ذلك",
    ),
    "vehicle": said(
        "Jūsų anketoje nėra tinkamo automobilio",
        "Jūsų anketoje nėra tokio automobilio",
        "Your profile names no car that fits",
        "У Вашій анкеті немає відповідного авто",
        "В Вашей анкете нет подходящей машины",
        "لا تذكر بياناتكم سيارة مناسبة",
    ),
    "lift": said(
        "Jūsų anketoje nenurodyta, kad padedate ant laiptų",
        "Jūsų anketoje nėra pagalbos ant laiptų",
        "Your profile says that you do not help on stairs",
        "У Вашій анкеті немає допомоги на сходах",
        "В Вашей анкете нет помощи на лестнице",
        "لا تذكر بياناتكم المساعدة على الدرج",
    ),
    "licence": said(
        "Neturime žinių, kad tą dieną galioja Jūsų vairuotojo pažymėjimas",
        "Jums reikia vairuotojo pažymėjimo. Mes nežinome, ar jis galios",
        "We know of no driving licence of yours that holds that day",
        "Ми не знаємо, чи дійсне того дня Ваше водійське посвідчення",
        "Мы не знаем, действуют ли в тот день Ваши водительские права",
        "لا نعلم أن رخصة قيادتكم سارية في ذلك اليوم",
    ),
    "children": said(
        "Neturime žinių, kad tą dieną galioja Jūsų leidimas dirbti su vaikais",
        "Jums reikia leidimo būti su vaikais. Mes nežinome, ar jis galios",
        "We know of no confirmation for work with children that holds that day",
        "Ми не знаємо, чи дійсний того дня Ваш дозвіл працювати з дітьми",
        "Мы не знаем, действует ли в тот день Ваше разрешение работать с детьми",
        "لا نعلم أن تصريحكم بالعمل مع الأطفال سارٍ في ذلك اليوم",
    ),
}
"""Why a volunteer cannot help with what they have said yes to."""

NEWS: Phrases = {
    "joined": said(
        "Padėsite ne po vieną",
        "Jūs padėsite ne po vieną",
        "Somebody else helps with you",
        "Ви допомагатимете не самі",
        "Вы будете помогать не одни",
        "سيساعد معكم شخص آخر",
    ),
    "way_there_missed": said(
        "Kelionė į ten neįvyko. Klausiame, ar atgal vežti reikės. Jei neparašysime, atvykite, kaip tarta",
        "Žmogus ten nenuvyko. Mes klausiame, ar reikės grįžti. Mes neparašysime? Tada atvykite, kaip tarta",
        "The way there did not take place. We ask whether the way back is needed. If you hear no more, please come",
        "Поїздка туди не відбулася. Питаємо, чи потрібна дорога назад. Якщо не напишемо, приїдьте, як домовлено",
        "Поездка туда не состоялась. Спрашиваем, нужна ли дорога назад. Если не напишем, приезжайте",
        "لم تتم رحلة الذهاب. نسأل هل يلزم طريق العودة. إن لم نكتب لكم فتعالوا في الموعد",
    ),
    "corrected": said(
        "Pasikeitė adresas arba telefonas. Pasižiūrėkite, kad nenuvyktumėte ne ten",
        "Adresas arba telefonas kitas. Žiūrėkite, kur reikia vykti",
        "The address or the phone has been corrected. Please look again where to go",
        "Змінилася адреса або телефон. Подивіться ще раз, куди їхати",
        "Изменился адрес или телефон. Посмотрите ещё раз, куда ехать",
        "تغيّر العنوان أو الهاتف. انظروا من جديد إلى أين تذهبون",
    ),
}
"""What a helper hears of a promise that holds."""

SOUGHT_ANEW: Phrases = {
    "time": said(
        "Laikas pasikeitė, ieškome savanorio",
        "Laikas kitas. Ieškome savanorio",
        "The time has changed, we look for a volunteer",
        "Час змінився, шукаємо волонтера",
        "Время изменилось, ищем волонтёра",
        "تغيّر الموعد، ونبحث عن متطوع",
    ),
    "needs": said(
        "Patikslinome, kokios pagalbos reikia, ieškome kito savanorio",
        "Reikia kitokios pagalbos. Ieškome kito savanorio",
        "The help needed has changed, we look for another volunteer",
        "Уточнили, яка допомога потрібна, шукаємо іншого волонтера",
        "Уточнили, какая помощь нужна, ищем другого волонтёра",
        "تغيّرت المساعدة المطلوبة، ونبحث عن متطوع آخر",
    ),
}
"""Why whoever counts on help hears that somebody is sought again."""
