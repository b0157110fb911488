"""Who sets up channels, who may use them, who sees what went over them."""

KEEPER = "administrator"
OFFICE = "coordinator second_coordinator"
KEEPERS = f"administrator {OFFICE} town other_town far_coordinator"
SETUP = {"pk": "channel.pk"}
ACT = {302: KEEPER, 403: OFFICE, 404: "*"}
FACTS = {
    "name": "反诈联络群",
    "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1111",
}

TABLE = {
    "orgs:channel-list": {"get": {200: KEEPERS, 403: "*"}},
    "orgs:channel-create": {
        "kwargs": {"kind": "wecom"},
        "get": {200: KEEPER, 403: "*"},
        "post": {302: KEEPER, 403: "*"},
        "data": lambda world: FACTS | {"unit": world.units["county"].pk},
    },
    "orgs:channel-edit": {
        "kwargs": SETUP,
        "get": {200: KEEPER, 403: OFFICE, 404: "*"},
        "post": ACT,
        "data": lambda world: {
            "name": "别名", "unit": world.units["county"].pk, "version": world.channel.version,
        },
    },
    "orgs:channel-switch": {"kwargs": SETUP, "post": ACT, "data": {"to": "on"}},
    "orgs:channel-test": {"kwargs": SETUP, "post": ACT},
    "orgs:delivery-list": {"get": {200: KEEPERS, 403: "*"}},
    "orgs:delivery-again": {
        "kwargs": {"pk": "failed_reminder.pk"},
        "post": {
            302: f"administrator {OFFICE} town", 403: "leader inspector auditor reporter", 404: "*",
        },
    },
}  # fmt: skip
