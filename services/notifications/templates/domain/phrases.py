"""Words for codes that other services tell, in each language: kinds of help, alarms, outcomes, reasons.

Each stands alone, after a colon or on its own line. None says what service somebody gets or why they need it.
"""

from collections.abc import Mapping

Phrases = Mapping[str, Mapping[str, str]]
"""Code -> language -> words."""


def _in(lt: str, lt_simple: str, en: str, uk: str, ru: str, ar: str) -> Mapping[str, str]:
    return {"lt": lt, "lt-simple": lt_simple, "en": en, "uk": uk, "ru": ru, "ar": ar}


KINDS: Phrases = {
    "ride": _in("pavėžėti", "nuvežti automobiliu", "a ride", "підвезти", "подвезти", "توصيل بالسيارة"),
    "accompaniment": _in("palydėti", "eiti kartu", "going along", "супроводити", "сопроводить", "مرافقة"),
    "home_visit": _in(
        "aplankyti namuose", "ateiti į namus", "a visit at home", "відвідати вдома", "навестить дома", "زيارة منزلية"
    ),
    "interpreting": _in(
        "versti žodžiu", "versti pokalbį", "interpreting", "перекласти розмову", "устный перевод", "ترجمة شفوية"
    ),
    "kiosk_help": _in(
        "padėti prie ekrano",
        "padėti prie ekrano",
        "help at the information screen",
        "допомогти біля екрана",
        "помочь у экрана",
        "مساعدة عند شاشة المعلومات",
    ),
}

ALARMS: Phrases = {
    "nobody_helps": _in(
        "Niekas negali padėti, reikia Jūsų",
        "Niekas negali padėti. Reikia Jūsų",
        "Nobody can help, you are needed",
        "Ніхто не може допомогти, потрібні Ви",
        "Никто не может помочь, нужны Вы",
        "لا أحد يستطيع المساعدة، نحتاج إليكم",
    ),
    "visit_overdue": _in(
        "Apie vizito pabaigą nepranešta, paskambinkite",
        "Nežinome, ar viskas gerai. Paskambinkite",
        "No word that the visit is over, please call",
        "Немає звістки про кінець візиту, зателефонуйте",
        "Нет вестей об окончании визита, позвоните",
        "لم يصل خبر بانتهاء الزيارة، نرجو الاتصال",
    ),
    "panic": _in(
        "PAVOJUS: prašo skubios pagalbos",
        "PAVOJUS. Reikia pagalbos tuoj pat",
        "DANGER: help is needed at once",
        "НЕБЕЗПЕКА: потрібна негайна допомога",
        "ОПАСНОСТЬ: нужна срочная помощь",
        "خطر: المساعدة مطلوبة فورًا",
    ),
}

OUTCOMES: Phrases = {
    "done": _in(
        "Pagalba suteikta",
        "Jums padėjo",
        "The help was given",
        "Допомогу надано",
        "Помощь оказана",
        "تم تقديم المساعدة",
    ),
    "done_helper": _in(
        "Ačiū, kad padėjote!",
        "Ačiū, kad padėjote!",
        "Thank you for helping!",
        "Дякуємо за допомогу!",
        "Спасибо за помощь!",
        "شكرًا على مساعدتكم!",
    ),
    "unmet": _in(
        "Deja, savanorio rasti nepavyko",
        "Gaila. Mes neradome savanorio",
        "Sorry, we found no volunteer",
        "На жаль, волонтера не знайшлося",
        "К сожалению, волонтёра не нашлось",
        "نأسف، لم نجد متطوعًا",
    ),
    "cancelled": _in(
        "Prašymas atšauktas",
        "Pagalbos nebus. Prašymo nebėra",
        "The request is cancelled",
        "Запит скасовано",
        "Заявка отменена",
        "أُلغي الطلب",
    ),
    "cancelled_helper": _in(
        "Jūsų pagalbos nebereikia",
        "Jums eiti nebereikia",
        "Your help is not needed any more",
        "Ваша допомога вже не потрібна",
        "Ваша помощь больше не нужна",
        "لم تعد هناك حاجة إلى مساعدتكم",
    ),
    "unmet_helper": _in(
        "Vizitas neįvyks, eiti nereikia",
        "Susitikimo nebus. Jums eiti nereikia",
        "The visit does not take place, you need not go",
        "Візит не відбудеться, йти не треба",
        "Визит не состоится, идти не надо",
        "لن تتم الزيارة، لا داعي للذهاب",
    ),
    "reopened_helper": _in(
        "Antras savanoris negali, ieškome kito",
        "Kitas savanoris negali. Ieškome kito",
        "The other volunteer cannot come, we look for another",
        "Другий волонтер не може, шукаємо іншого",
        "Второй волонтёр не может, ищем другого",
        "المتطوع الآخر لا يستطيع الحضور، نبحث عن غيره",
    ),
    "no_show_helper": _in(
        "Pažymėjome, kad neatvykote. Jei tai klaida, praneškite mums",
        "Mes pažymėjome, kad Jūs neatėjote. Ar tai klaida? Pasakykite mums",
        "We noted that you did not come. If this is a mistake, please tell us",
        "Ми позначили, що Ви не прийшли. Якщо це помилка, повідомте нас",
        "Мы отметили, что Вы не пришли. Если это ошибка, сообщите нам",
        "سجلنا أنكم لم تحضروا. إن كان ذلك خطأ فأخبرونا",
    ),
    "no_show": _in(
        "Susitikti nepavyko",
        "Jūs nesusitikote",
        "You did not meet",
        "Зустріч не відбулася",
        "Встреча не состоялась",
        "لم يتم اللقاء",
    ),
}

ADVICE: Phrases = {
    "unmet_ride": _in(
        "Kvieskite taksi arba pakeiskite laiką.",
        "Kvieskite taksi. Arba keiskite laiką.",
        "Please call a taxi or change the time.",
        "Викличте таксі або змініть час.",
        "Вызовите такси или поменяйте время.",
        "اطلبوا سيارة أجرة أو غيّروا الموعد.",
    ),
    "unmet": _in(
        "Pabandykime kitu laiku.",
        "Bandykime kitu laiku.",
        "Let us try another time.",
        "Спробуймо інший час.",
        "Попробуем другое время.",
        "لنجرب موعدًا آخر.",
    ),
    "no_show": _in(
        "Ar pagalbos dar reikia? Pasakykite mums.",
        "Ar pagalbos dar reikia? Pasakykite mums.",
        "Is help still needed? Please tell us.",
        "Допомога ще потрібна? Скажіть нам.",
        "Помощь ещё нужна? Скажите нам.",
        "هل ما زلتم تحتاجون إلى المساعدة؟ أخبرونا.",
    ),
}

ANSWERS: Phrases = {
    "dated": _in(
        "Jūsų laukia",
        "Jūsų laukia",
        "You are expected",
        "На Вас чекають",
        "Вас ждут",
        "هم بانتظاركم",
    ),
    "accepted": _in(
        "Atsakymas: taip. Su Jumis susisieks",
        "Atsakymas: taip. Jums paskambins arba parašys",
        "The answer is yes. They will contact you",
        "Відповідь: так. З Вами зв’яжуться",
        "Ответ: да. С Вами свяжутся",
        "الجواب: نعم. سيتواصلون معكم",
    ),
    "refused": _in(
        "Atsakymas: šį kartą ne",
        "Atsakymas: dabar ne",
        "The answer is no this time",
        "Відповідь: цього разу ні",
        "Ответ: на этот раз нет",
        "الجواب: لا هذه المرة",
    ),
}

REASONS: Phrases = {
    "full": _in(
        "nėra laisvų vietų", "nėra vietų", "no free places", "немає вільних місць", "нет мест", "لا توجد أماكن"
    ),
    "not_eligible": _in(
        "netinka pagal jų sąlygas",
        "jų taisyklės kitokios",
        "their conditions do not fit",
        "не підходить за їхніми умовами",
        "не подходит по их условиям",
        "شروطهم لا تنطبق",
    ),
    "wrong_place": _in(
        "reikia kreiptis kitur",
        "reikia eiti į kitą vietą",
        "it is done elsewhere",
        "потрібно звернутися в інше місце",
        "нужно обратиться в другое место",
        "يجب مراجعة جهة أخرى",
    ),
    "needs_documents": _in(
        "trūksta dokumentų",
        "reikia dokumentų",
        "documents are missing",
        "бракує документів",
        "не хватает документов",
        "تنقص مستندات",
    ),
}

ENDINGS: Phrases = {
    "expired": _in(
        "Atsakymo negavome",
        "Mes negavome atsakymo",
        "No answer came",
        "Відповіді не було",
        "Ответа не было",
        "لم يصل جواب",
    ),
    "expired_provider": _in(
        "Laikas atsakyti baigėsi",
        "Laikas atsakyti baigėsi",
        "The time to answer is over",
        "Час на відповідь минув",
        "Время на ответ вышло",
        "انتهت مهلة الرد",
    ),
    "withdrawn": _in(
        "Prašymas atšauktas",
        "Prašymo nebėra",
        "The request is withdrawn",
        "Запит відкликано",
        "Заявка отозвана",
        "سُحب الطلب",
    ),
}


TOPICS: Phrases = {
    "events": _in("renginiai", "renginiai", "events", "події", "мероприятия", "فعاليات"),
    "services": _in("paslaugos", "pagalba", "services", "послуги", "услуги", "خدمات"),
    "jobs": _in("darbas", "darbas", "jobs", "робота", "работа", "عمل"),
    "living": _in("gyvenimas čia", "gyvenimas čia", "living here", "життя тут", "жизнь здесь", "الحياة هنا"),
    "integration": _in(
        "kalba ir įsikūrimas",
        "kalba ir gyvenimas čia",
        "language and settling in",
        "мова й облаштування",
        "язык и обустройство",
        "اللغة والاستقرار",
    ),
}


def phrase(phrases: Phrases, code: str, language: str) -> str:
    """The words for a code in a language; nothing for a code that we do not know: another service may be newer."""
    return phrases.get(code, {}).get(language, "")
