"""Words that people use for the same thing; a search for one finds the others.

One that ends in `-` is the beginning of a word, which its language ends in many ways: `neįgal-` is in `neįgaliųjų`.
"""

SYNONYMS = (
    (
        *("pavėžėjimas", "pavėžėti", "pavėž-", "nuvežti", "vežti", "taksi", "taxi", "transportas", "transport-"),
        *("drive", "ride"),
    ),
    ("підвезення", "підвезти", "підвез-", "перевез-", "возити", "таксі", "نقل", "pavėžėjimas", "transport"),
    (
        *("подвоз", "подвезти", "подвез-", "перевоз-", "отвезти", "возить", "такси", "транспорт", "pavėžėjimas"),
        "transport",
    ),
    (
        *("palydėjimas", "palydėti", "palyd-", "lydėti", "accompaniment", "accompan-", "escort"),
        *("супровід", "супровод-", "сопровождение", "сопровожд-", "مرافقة"),
    ),
    ("informavimas", "informacija", "information", "informing", "інформування", "информирование", "معلومات"),
    (
        *("konsultavimas", "konsult-", "patarimai", "consultation", "advice"),
        *("консультування", "консультирование", "консульт-", "استشارة"),
    ),
    ("tarpininkavimas", "tarpinink-", "mediation", "посередництво", "посередн-", "посредничество", "посредн-", "وساطة"),
    (
        *("senjorai", "senjor-", "seneliai", "senoliai", "pensininkai", "pensinink-", "pagyvenę"),
        *("seniors", "elderly", "літні", "пожилые", "пожил-", "пенсионеры", "пенсион-", "пенсіон-"),
    ),
    (
        *("negalia", "neįgalieji", "neįgalus", "neįgal-", "disability", "disabled", "disab-"),
        *("інвалідність", "інвалід-", "инвалидность", "инвалид-", "إعاقة"),
    ),
    (
        *("pabėgėliai", "pabėgėl-", "naujakuriai", "refugees", "refugee-", "newcomers"),
        *("біженці", "біжен-", "беженцы", "бежен-", "لاجئون", "لاجئ-"),
    ),
    ("namuose", "namie", "namai", "home", "вдома", "дому", "منزل"),
    ("ekranas", "stendas", "kioskas", "screen", "kiosk", "екран", "экран", "شاشة"),
    (
        *("gydytojas", "gydytoj-", "daktaras", "daktar-", "medikas", "doctor", "doctor-"),
        *("лікар", "лікар-", "врач", "врач-", "طبيب"),
    ),
    ("pagalba", "pagalb-", "parama", "help", "support", "допомога", "помощь", "مساعدة"),
)
