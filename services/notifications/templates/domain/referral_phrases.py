"""Words for codes of mediation, in each language: what a provider answers, why not, and how it ended."""

from services.notifications.templates.domain.phrases import Phrases, said

ANSWERS: Phrases = {
    "dated": said(
        "Jūsų laukia",
        "Jūsų laukia",
        "You are expected",
        "На Вас чекають",
        "Вас ждут",
        "هم بانتظاركم",
    ),
    "moved": said(
        "Pasikeitė laikas arba vieta. Jūsų laukia",
        "Laikas arba vieta kita. Jūsų laukia",
        "The time or place has changed. You are expected",
        "Змінився час або місце. На Вас чекають",
        "Изменилось время или место. Вас ждут",
        "تغيّر الموعد أو المكان. هم بانتظاركم",
    ),
    "called_off": said(
        "Susitarimas atšauktas: vis dėlto negali",
        "Jie dabar negali. Eiti nereikia",
        "It is called off: they cannot after all",
        "Зустріч скасовано: вони все-таки не можуть",
        "Приём отменён: они всё-таки не могут",
        "أُلغي الموعد: لا يستطيعون استقبالكم",
    ),
    "accepted": said(
        "Atsakymas: taip. Su Jumis susisieks",
        "Atsakymas: taip. Jums paskambins arba parašys",
        "The answer is yes. They will contact you",
        "Відповідь: так. З Вами зв’яжуться",
        "Ответ: да. С Вами свяжутся",
        "الجواب: نعم. سيتواصلون معكم",
    ),
    "refused": said(
        "Atsakymas: šį kartą ne",
        "Atsakymas: dabar ne",
        "The answer is no this time",
        "Відповідь: цього разу ні",
        "Ответ: на этот раз нет",
        "الجواب: لا هذه المرة",
    ),
}

REASONS: Phrases = {
    "full": said(
        "nėra laisvų vietų", "nėra vietų", "no free places", "немає вільних місць", "нет мест", "لا توجد أماكن"
    ),
    "not_eligible": said(
        "netinka pagal jų sąlygas",
        "jų taisyklės kitokios",
        "it does not fit their conditions",
        "не підходить за їхніми умовами",
        "не подходит по их условиям",
        "شروطهم لا تنطبق",
    ),
    "wrong_place": said(
        "reikia kreiptis kitur",
        "reikia eiti į kitą vietą",
        "please ask elsewhere",
        "потрібно звернутися в інше місце",
        "нужно обратиться в другое место",
        "يجب مراجعة جهة أخرى",
    ),
    "needs_documents": said(
        "trūksta dokumentų",
        "reikia dokumentų",
        "documents are missing",
        "бракує документів",
        "не хватает документов",
        "تنقص وثائق",
    ),
}

WHY_NOTS: Phrases = {
    "not_contacted": said(
        "niekas nesusisiekė",
        "niekas neskambino ir nerašė",
        "nobody got in touch",
        "ніхто не зв’язався",
        "никто не связался",
        "لم يتصل بنا أحد",
    ),
    "too_far": said("per toli", "per toli", "too far", "надто далеко", "слишком далеко", "بعيد جدًا"),
    "too_expensive": said("per brangu", "per brangu", "too expensive", "надто дорого", "слишком дорого", "غالٍ جدًا"),
    "refused": said("atsisakė padėti", "man pasakė „ne“", "they refused", "відмовили", "отказали", "رفضوا مساعدتنا"),
    "other": said("kita", "kita", "another reason", "інше", "другое", "سبب آخر"),
}
"""Why somebody did not get what was promised; each is a choice of theirs, with a number before it."""

ENDINGS: Phrases = {
    "expired": said(
        "Atsakymo negavome",
        "Mes negavome atsakymo",
        "No answer came",
        "Відповіді не було",
        "Ответа не было",
        "لم يصل جواب",
    ),
    "expired_provider": said(
        "Laikas atsakyti baigėsi",
        "Laikas atsakyti baigėsi",
        "The time to answer is over",
        "Час на відповідь минув",
        "Время на ответ вышло",
        "انتهت مهلة الرد",
    ),
    "withdrawn": said(
        "Prašymas atsiimtas",
        "Prašymo nebėra",
        "The request is withdrawn",
        "Запит відкликано",
        "Заявка отозвана",
        "سُحب الطلب",
    ),
}
