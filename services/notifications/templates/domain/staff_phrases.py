"""Words for codes of which staff are told, in each language: alarms, what waits for them, what became of their news.

Nobody is named.
"""

from services.notifications.templates.domain.phrases import Phrases, said

ALARMS: Phrases = {
    "nobody_helps": said(
        "Niekas negali padėti, reikia Jūsų",
        "Niekas negali padėti. Reikia Jūsų",
        "Nobody can help, you are needed",
        "Ніхто не може допомогти, потрібні Ви",
        "Никто не может помочь, нужны Вы",
        "لا أحد يستطيع المساعدة، نحتاج إليكم",
    ),
    "nobody_looked": said(
        "Kažkas prašo pagalbos, o prašymo dar niekas neperžiūrėjo",
        "Žmogus prašo pagalbos. Niekas dar neskaitė prašymo",
        "Somebody asks for help, and nobody has looked at it yet",
        "Хтось просить допомоги, а запиту ще ніхто не переглянув",
        "Кто-то просит о помощи, а заявку ещё никто не посмотрел",
        "هناك من يطلب المساعدة ولم ينظر أحد في الطلب بعد",
    ),
    "visit_overdue": said(
        "Nepranešta, kad pagalba baigta, paskambinkite",
        "Nežinome, ar viskas gerai. Paskambinkite",
        "Nobody has said that the visit is over, please call",
        "Немає звістки про кінець візиту, зателефонуйте",
        "Нет вестей об окончании визита, позвоните",
        "لم يصل خبر بانتهاء الزيارة، نرجو الاتصال",
    ),
    "appointment_moved": said(
        "Susitarimas perkeltas, o pagalba dar senu laiku: paskambinkite",
        "Laikas kitas, pagalba senu laiku. Paskambinkite",
        "The appointment was moved, but not the help: please call",
        "Зустріч перенесено, а допомога ще на старий час: зателефонуйте",
        "Приём перенесён, а помощь ещё на старое время: позвоните",
        "تغيّر الموعد ولم تتغيّر المساعدة، نرجو الاتصال",
    ),
    "helper_unfit": said(
        "Dėl savanorio kilo klausimų: pasitikrinkite, ar jis gali padėti",
        "Ar savanoris gali padėti? Patikrinkite",
        "Please check whether the helper may still do this",
        "Перевірте, чи волонтер ще може допомогти",
        "Проверьте, может ли волонтёр ещё помочь",
        "نرجو التحقق: هل ما زال بإمكان المتطوع المساعدة؟",
    ),
    "way_there_missed": said(
        "Kelionė į ten neįvyko: paklauskite, ar reikės vežti atgal",
        "Žmogus ten nenuvyko. Paklauskite, ar reikės grįžti",
        "The way there did not take place: is the way back needed? Please call",
        "Поїздка туди не відбулася: запитайте, чи потрібна дорога назад",
        "Поездка туда не состоялась: спросите, нужна ли дорога назад",
        "لم تتم رحلة الذهاب: نرجو الاتصال والسؤال عن العودة",
    ),
    "incident": said(
        "Savanoris parašė, kas atsitiko: perskaitykite",
        "Savanoris rašo, kas atsitiko. Perskaitykite",
        "A helper reports something: please read it",
        "Волонтер написав, що сталося: прочитайте",
        "Волонтёр написал, что случилось: прочитайте",
        "كتب متطوع ما حدث: نرجو قراءته",
    ),
    "partner_asks": said(
        "Partneriai neranda, kas padėtų: ar paklausite savo savanorių?",
        "Partneriai ieško pagalbos. Ar paklausite savo savanorių?",
        "A partner finds nobody: will you ask your volunteers?",
        "Партнери не знаходять помічника: запитаєте своїх волонтерів?",
        "Партнёры не находят помощника: спросите своих волонтёров?",
        "لم يجد شركاؤكم من يساعد: هل تسألون متطوعيكم؟",
    ),
    "panic": said(
        "PAVOJUS: prašo skubios pagalbos",
        "PAVOJUS. Reikia pagalbos tuoj pat",
        "DANGER: help is needed at once",
        "НЕБЕЗПЕКА: потрібна негайна допомога",
        "ОПАСНОСТЬ: нужна срочная помощь",
        "خطر: المساعدة مطلوبة فورًا",
    ),
}

WAITS: Phrases = {
    "referral": said(
        "Prašymai, kuriems reikia Jūsų sutikimo",
        "Prašymai, kuriems reikia Jūsų sutikimo",
        "Requests that need your yes",
        "Запити, що потребують Вашої згоди",
        "Заявки, которым нужно Ваше согласие",
        "طلبات تنتظر موافقتكم",
    ),
    "call": said(
        "Kam reikia paskambinti",
        "Kam reikia skambinti",
        "People to call",
        "Кому потрібно зателефонувати",
        "Кому нужно позвонить",
        "من يجب الاتصال بهم",
    ),
    "kiosk_call": said(
        "Kas prie ekrano paprašė paskambinti",
        "Kas prie ekrano prašė skambinti",
        "People who asked at the screen to be called",
        "Хто біля екрана попросив зателефонувати",
        "Кто у экрана попросил позвонить",
        "من طلبوا عند الشاشة أن نتصل بهم",
    ),
    "edit": said(
        "Paslaugų teikėjų pataisymai",
        "Paslaugų teikėjų pataisymai",
        "Corrections by providers",
        "Виправлення надавачів послуг",
        "Исправления поставщиков услуг",
        "تصحيحات مقدمي الخدمات",
    ),
    "report": said(
        "Pranešimai apie klaidas paslaugų kataloge",
        "Žmonės rašo apie klaidas kataloge",
        "Errors found in the directory of services",
        "Повідомлення про помилки в каталозі послуг",
        "Сообщения об ошибках в каталоге услуг",
        "بلاغات عن أخطاء في دليل الخدمات",
    ),
    "post": said(
        "Partnerių naujienos, kurias reikia patvirtinti",
        "Partnerių naujienos: reikia Jūsų sutikimo",
        "News of partners to approve",
        "Новини партнерів, які потрібно схвалити",
        "Новости партнёров, которые нужно одобрить",
        "أخبار الشركاء التي تنتظر موافقتكم",
    ),
    "request": said(
        "Pagalbos prašymai, kuriems reikia Jūsų sutikimo",
        "Pagalbos prašymai: reikia Jūsų sutikimo",
        "Requests for help that need your yes",
        "Запити на допомогу, що потребують Вашої згоди",
        "Заявки на помощь, которым нужно Ваше согласие",
        "طلبات مساعدة تنتظر موافقتكم",
    ),
}

JUDGED: Phrases = {
    "approved": said(
        "Jūsų naujiena patvirtinta",
        "Jūsų naujiena patvirtinta",
        "Your news is approved",
        "Вашу новину схвалено",
        "Ваша новость одобрена",
        "تمت الموافقة على خبركم",
    ),
    "sent_back": said(
        "Jūsų naujiena grąžinta pataisyti",
        "Jūsų naujieną reikia pataisyti",
        "Your news is sent back to be changed",
        "Вашу новину повернуто на виправлення",
        "Ваша новость возвращена на доработку",
        "أُعيد إليكم خبركم لتعديله",
    ),
    "expired": said(
        "Jūsų naujienos laikas baigėsi, jos lentoje nebėra",
        "Jūsų naujienos laikas baigėsi. Lentoje jos nebėra",
        "The time of your news is over, it is no longer on the board",
        "Час Вашої новини минув, на дошці її вже немає",
        "Срок Вашей новости истёк, на доске её больше нет",
        "انتهت مدة خبركم ولم يعد على اللوحة",
    ),
}
