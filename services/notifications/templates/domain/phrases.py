"""Words for codes that other services tell, in each language: kinds of help, outcomes, reasons.

Each stands alone, after a colon or on its own line. None says what service somebody gets or why they need it.
"""

from collections.abc import Mapping

Phrases = Mapping[str, Mapping[str, str]]
"""Code -> language -> words."""


def said(lt: str, lt_simple: str, en: str, uk: str, ru: str, ar: str) -> Mapping[str, str]:
    """One phrase in the six languages."""
    return {"lt": lt, "lt-simple": lt_simple, "en": en, "uk": uk, "ru": ru, "ar": ar}


KINDS: Phrases = {
    "ride": said("pavėžėti", "nuvežti automobiliu", "a ride", "підвезти", "подвезти", "توصيل بالسيارة"),
    "accompaniment": said("palydėti", "eiti kartu", "going along", "супроводити", "сопроводить", "مرافقة"),
    "home_visit": said(
        "aplankyti namuose", "ateiti į namus", "a visit at home", "відвідати вдома", "навестить дома", "زيارة منزلية"
    ),
    "interpreting": said(
        "versti žodžiu", "versti pokalbį", "interpreting", "перекласти розмову", "перевести разговор", "ترجمة شفوية"
    ),
    "kiosk_help": said(
        "padėti prie ekrano",
        "padėti prie ekrano",
        "help at the information screen",
        "допомогти біля екрана",
        "помочь у экрана",
        "مساعدة عند شاشة المعلومات",
    ),
}

SERIES: Phrases = {
    "back": said("atgal", "atgal", "back at", "назад о", "обратно в", "والعودة الساعة"),
    "last": said(
        "kas savaitę, paskutinį kartą",
        "kiekvieną savaitę, paskutinį kartą",
        "every week, the last time on",
        "щотижня, востаннє",
        "каждую неделю, последний раз",
        "كل أسبوع، وآخر مرة",
    ),
}
"""What goes on each week: a time of day or a day follows."""
OUTCOMES: Phrases = {
    "done": said(
        "Pagalba suteikta",
        "Jums padėjo",
        "The help was given",
        "Допомогу надано",
        "Помощь оказана",
        "تم تقديم المساعدة",
    ),
    "done_helper": said(
        "Ačiū, kad padėjote!",
        "Ačiū, kad padėjote!",
        "Thank you for helping!",
        "Дякуємо за допомогу!",
        "Спасибо за помощь!",
        "شكرًا على مساعدتكم!",
    ),
    "unmet": said(
        "Deja, savanorio rasti nepavyko",
        "Gaila. Mes neradome savanorio",
        "Sorry, we found no volunteer",
        "На жаль, волонтера не знайшлося",
        "К сожалению, волонтёра не нашлось",
        "نأسف، لم نجد متطوعًا",
    ),
    "cancelled": said(
        "Prašymas atšauktas",
        "Pagalbos nebus. Prašymo nebėra",
        "The request is cancelled",
        "Запит скасовано",
        "Заявка отменена",
        "أُلغي الطلب",
    ),
    "cancelled_helper": said(
        "Jūsų pagalbos nebereikia",
        "Jums eiti nebereikia",
        "Your help is not needed any more",
        "Ваша допомога вже не потрібна",
        "Ваша помощь больше не нужна",
        "لم تعد هناك حاجة إلى مساعدتكم",
    ),
    "unmet_helper": said(
        "Susitikimas neįvyks, eiti nereikia",
        "Susitikimo nebus. Jums eiti nereikia",
        "The visit will not take place, you need not go",
        "Візит не відбудеться, йти не треба",
        "Визит не состоится, идти не надо",
        "لن تتم الزيارة، لا داعي للذهاب",
    ),
    "reopened_helper": said(
        "Antras savanoris negali, ieškome kito",
        "Kitas savanoris negali. Ieškome kito",
        "The other volunteer cannot come, we look for another",
        "Другий волонтер не може, шукаємо іншого",
        "Второй волонтёр не может, ищем другого",
        "المتطوع الآخر لا يستطيع الحضور، نبحث عن غيره",
    ),
    "no_show_helper": said(
        "Pažymėjome, kad neatvykote. Jei tai klaida, praneškite mums",
        "Mes pažymėjome, kad Jūs neatėjote. Ar tai klaida? Pasakykite mums",
        "We noted that you did not come. If this is a mistake, please tell us",
        "Ми позначили, що Ви не прийшли. Якщо це помилка, повідомте нас",
        "Мы отметили, что Вы не пришли. Если это ошибка, сообщите нам",
        "سجلنا أنكم لم تحضروا. إن كان ذلك خطأ فأخبرونا",
    ),
    "moved_helper": said(
        "Laikas pasikeitė, pažadas nebegalioja. Gal paklausime iš naujo",
        "Laikas kitas. Jūsų pažadas nebegalioja. Gal dar klausime Jūsų",
        "The time has changed, your promise does not hold. We may ask anew",
        "Час змінився, Ваша обіцянка не діє. Можливо, запитаємо знову",
        "Время изменилось, Ваше обещание не действует. Возможно, спросим снова",
        "تغيّر الموعد ولم يعد وعدكم ساريًا، وقد نسألكم من جديد",
    ),
    "needs_helper": said(
        "Reikia kitokios pagalbos, pažadas nebegalioja. Gal paklausime iš naujo",
        "Reikia kitokios pagalbos. Jūsų pažadas nebegalioja. Gal dar klausime Jūsų",
        "The help needed has changed, your promise does not hold. We may ask anew",
        "Потрібна інша допомога, Ваша обіцянка не діє. Можливо, запитаємо знову",
        "Нужна другая помощь, Ваше обещание не действует. Возможно, спросим снова",
        "تغيّرت المساعدة المطلوبة ولم يعد وعدكم ساريًا، وقد نسألكم من جديد",
    ),
    "not_needed": said(
        "Jūsų pagalbos jau nebereikia, ačiū!",
        "Jūsų pagalbos jau nereikia. Ačiū!",
        "Your help is not needed any more, thank you!",
        "Ваша допомога вже не потрібна, дякуємо!",
        "Ваша помощь уже не нужна, спасибо!",
        "لم نعد بحاجة إلى مساعدتكم، شكرًا!",
    ),
    "not_you": said(
        "Ačiū, bet šį kartą padėti negalite. Jei tai klaida, praneškite mums",
        "Ačiū. Bet šį kartą padėti negalite. Ar tai klaida? Pasakykite mums",
        "Thank you, but this time you cannot help. If this is a mistake, please tell us",
        "Дякуємо, але цього разу Ви не можете допомогти. Якщо це помилка, повідомте нас",
        "Спасибо, но в этот раз Вы не можете помочь. Если это ошибка, сообщите нам",
        "شكرًا لكم، لكن لا يمكنكم المساعدة هذه المرة. إن كان ذلك خطأ فأخبرونا",
    ),
    "no_show": said(
        "Susitikti nepavyko",
        "Jūs nesusitikote",
        "The meeting did not take place",
        "Зустріч не відбулася",
        "Встреча не состоялась",
        "لم يتم اللقاء",
    ),
}

ADVICE: Phrases = {
    "unmet_ride": said(
        "Kvieskite taksi arba pakeiskite laiką.",
        "Kvieskite taksi. Arba keiskite laiką.",
        "Please call a taxi or change the time.",
        "Викличте таксі або змініть час.",
        "Вызовите такси или поменяйте время.",
        "اطلبوا سيارة أجرة أو غيّروا الموعد.",
    ),
    "unmet": said(
        "Pabandykime kitu laiku.",
        "Bandykime kitu laiku.",
        "Let us try another time.",
        "Спробуймо інший час.",
        "Попробуем другое время.",
        "لنجرب موعدًا آخر.",
    ),
    "no_show": said(
        "Ar pagalbos dar reikia? Pasakykite mums.",
        "Ar pagalbos dar reikia? Pasakykite mums.",
        "Is help still needed? Please tell us.",
        "Допомога ще потрібна? Скажіть нам.",
        "Помощь ещё нужна? Скажите нам.",
        "هل ما زلتم تحتاجون إلى المساعدة؟ أخبرونا.",
    ),
}

TOPICS: Phrases = {
    "events": said("renginiai", "renginiai", "events", "події", "мероприятия", "فعاليات"),
    "services": said("paslaugos", "pagalba", "services", "послуги", "услуги", "خدمات"),
    "jobs": said("darbas", "darbas", "jobs", "робота", "работа", "عمل"),
    "living": said("gyvenimas čia", "gyvenimas čia", "living here", "життя тут", "жизнь здесь", "الحياة هنا"),
    "integration": said(
        "kalba ir įsikūrimas",
        "kalba ir įsikūrimas",
        "language and settling in",
        "мова й облаштування",
        "язык и обустройство",
        "اللغة والاستقرار",
    ),
}


def phrase(phrases: Phrases, code: str, language: str) -> str:
    """The words for a code in a language; nothing for a code that we do not know: another service may be newer."""
    return phrases.get(code, {}).get(language, "")
