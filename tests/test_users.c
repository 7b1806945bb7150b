/* Who may do what: everyone, everything, everywhere; and how users come and go. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include "whole.h"

struct duty {
    const char *actor, *region;
};

/* Everybody there is: what each was added for. */
static const struct person {
    const char *name;
    struct duty duties[2];
} everybody[] = {
    {"nobody", {{NULL, NULL}}},
    {"admin", {{"administrator", NULL}}},
    {"pipi", {{"pemohon", "a"}}},
    {"titi", {{"petugas", "a"}}},
    {"koko", {{"kepala", "a"}}},
    {"pipi-b", {{"pemohon", "b"}}},
    {"titi-b", {{"petugas", "b"}}},
    {"koko-b", {{"kepala", "b"}}},
    {"dua", {{"petugas", "a"}, {"kepala", "b"}}},
    {"nama", {{"administrator-a", "a"}}},
    {"pergi", {{NULL, NULL}}}, /* was everything, and was removed */
};

enum { EVERYBODY = sizeof everybody / sizeof *everybody };

static void add_everybody(void)
{
    for (size_t i = 5; i + 1 < EVERYBODY; i++)
        for (size_t d = 0; d < 2 && everybody[i].duties[d].actor; d++)
            office_user(everybody[i].name, everybody[i].duties[d].actor, everybody[i].duties[d].region);
    office_user("pergi", "administrator", NULL);
    office_user("pergi", "pemohon", "a");
    office_user("pergi", "petugas", "a");
    office_user("pergi", "kepala", "a");
    OFFICE_DONE(BAKU_YES, baku_user_remove(office.baku, &(struct baku_user){.name = "pergi", .as = "admin"}, &office.said));
}

/* The oracle, by the table above alone. */
static bool has_duty(const struct person *person, const char *actor, const char *region)
{
    for (size_t d = 0; d < 2 && person->duties[d].actor; d++) {
        const struct duty *duty = &person->duties[d];
        if ((!actor || strcmp(duty->actor, actor) == 0) && duty->region && strcmp(duty->region, region) == 0)
            return true;
    }
    return false;
}

static bool administrates(const struct person *person) { return strcmp(person->name, "admin") == 0; }

/* Any of the three actors of the SOP in that region. */
static bool acts_in(const struct person *person, const char *region)
{
    return has_duty(person, "pemohon", region) || has_duty(person, "petugas", region) ||
           has_duty(person, "kepala", region);
}

enum deed_kind { TO_START, TO_DO, TO_GIVE, TO_EXPIRE, TO_CANCEL, DEEDS };

static const char *const steps[] = {"ajukan", "periksa", "tetapkan"};
static const char *const actors[] = {"pemohon", "petugas", "kepala"};

static enum baku_status attempt(enum deed_kind kind, const char *id, const char *region, size_t step, const char *as)
{
    struct baku *handle = office_handle();
    struct baku_answer said = {0};
    struct baku_handed handed = {.document = kind == TO_START ? "berkas" : "pengantar"};
    bool brings = kind == TO_START || kind == TO_GIVE;
    char sop[20];
    snprintf(sop, sizeof sop, "%s/izin", region);
    struct baku_deed deed = {.as = as,
                             .answer = kind == TO_DO && step == 1 ? BAKU_ANSWER_YA : BAKU_ANSWER_NONE,
                             .documents = &handed,
                             .n_documents = brings ? 1 : 0};
    enum baku_status status = kind == TO_START    ? baku_case_start(handle, sop, &deed, &said)
                              : kind == TO_DO     ? baku_case_do(handle, id, steps[step], &deed, &said)
                              : kind == TO_GIVE   ? baku_case_give(handle, id, &deed, &said)
                              : kind == TO_EXPIRE ? baku_case_expire(handle, id, steps[step], &deed, &said)
                                                  : baku_case_cancel(handle, id, &deed, &said);
    assert_non_null(said.json);
    baku_answer_release(&said);
    baku_close(handle);
    return status;
}

static bool is_allowed(enum deed_kind kind, const char *region, size_t step, const struct person *person)
{
    if (kind == TO_CANCEL)
        return administrates(person);
    return kind == TO_START || kind == TO_GIVE ? acts_in(person, region) : has_duty(person, actors[step], region);
}

/* How many steps of a case in that state were done: it stands at one of its three, has ended, or was cancelled. */
static size_t done_in(size_t state) { return state == 4 ? 1 : state; }

/* Brings a case of that region there. */
static void bring_to(const char *id, const char *region, size_t state)
{
    static const char *const people[2][3] = {{"pipi", "titi", "koko"}, {"pipi-b", "titi-b", "koko-b"}};
    const char *const *names = people[*region == 'b'];
    for (size_t s = 0; s < done_in(state); s++)
        assert_int_equal(attempt(TO_DO, id, region, s, names[s]), BAKU_YES);
    if (state == 4)
        OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, id, &(struct baku_deed){.as = "admin"}, &office.said));
}

/* Expected: denied to all but those whom the table allows; and then exactly what the state allows. */
static enum baku_status expected_status(enum deed_kind kind, size_t step, size_t state)
{
    if (kind == TO_START)
        return BAKU_YES;
    if ((kind == TO_DO || kind == TO_EXPIRE) && step < done_in(state))
        return BAKU_CONFLICT;
    if (state >= 3 || kind == TO_EXPIRE || (kind == TO_DO && step != state))
        return BAKU_NO;
    return BAKU_YES;
}

/* A new case of that region in that state. */
static const char *case_in(const char *region, size_t state)
{
    bool b = *region == 'b';
    const char *id = office_start(b ? "b/izin" : "a/izin", b ? "pipi-b" : "pipi");
    bring_to(id, region, state);
    return id;
}

static void try_one(enum deed_kind kind, const char *region, size_t state, size_t step)
{
    const char *id = case_in(region, state);
    for (size_t i = 0; i < EVERYBODY; i++) {
        const struct person *person = &everybody[i];
        int64_t seq = office_seq();
        enum baku_status status = attempt(kind, id, region, step, person->name);
        enum baku_status expected =
            is_allowed(kind, region, step, person) ? expected_status(kind, step, state) : BAKU_DENIED;
        if (status != expected)
            fail_msg("%s, deed %d at %s, case at %d, region %s: %d, not %d", person->name, (int)kind, steps[step],
                     (int)state, region, (int)status, (int)expected);
        if ((office_seq() > seq) != (status == BAKU_YES))
            fail_msg("%s, deed %d: something else was recorded", person->name, (int)kind);
        if (status == BAKU_YES)
            id = case_in(region, state);
    }
}

static void everything_is_denied_but_what_was_granted(void **state)
{
    (void)state;
    add_everybody();
    for (enum deed_kind kind = TO_START; kind < DEEDS; kind++)
        for (size_t at = 0; at < (kind == TO_START ? 1 : 5); at++)
            for (size_t step = 0; step < (kind == TO_DO || kind == TO_EXPIRE ? 3 : 1); step++) {
                try_one(kind, "a", at, step);
                try_one(kind, "b", at, step);
            }
}

static enum baku_status manage(const char *what, const char *as)
{
    struct baku *handle = office_handle();
    struct baku_answer said = {0};
    static int fresh;
    char name[20];
    const char *sop = "a/izin";
    snprintf(name, sizeof name, "baru-%d", fresh++);
    struct baku_user user = {.name = name, .actor = "kepala", .region = "a", .as = as};
    enum baku_status status = strcmp(what, "add") == 0 ? baku_user_add(handle, &user, &said)
                              : strcmp(what, "remove") == 0
                                  ? baku_user_remove(handle, &(struct baku_user){.name = "nama", .as = as}, &said)
                                  : baku_publish(handle, &sop, 1, &(struct baku_publishing){.as = as}, &said);
    baku_answer_release(&said);
    baku_close(handle);
    return status;
}

static void only_an_administrator_manages(void **state)
{
    (void)state;
    add_everybody();
    for (size_t i = 0; i < EVERYBODY; i++) {
        const struct person *person = &everybody[i];
        enum baku_status expected = administrates(person) ? BAKU_YES : BAKU_DENIED;
        int64_t seq = office_seq();
        if (!administrates(person)) {
            assert_int_equal(manage("add", person->name), expected);
            assert_int_equal(manage("remove", person->name), expected);
            assert_int_equal(manage("publish", person->name), expected);
            assert_int_equal(office_seq(), seq);
        }
    }
    assert_int_equal(manage("add", "admin"), BAKU_YES);
    assert_int_equal(manage("remove", "admin"), BAKU_YES);
    assert_int_equal(manage("remove", "admin"), BAKU_UNKNOWN);
}

static void the_only_administrator_stays(void **state)
{
    (void)state;
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &(struct baku_user){.name = "admin", .as = "admin"}, &office.said));
    office_user("kedua", "administrator", NULL);
    OFFICE_DONE(BAKU_YES, baku_user_remove(office.baku, &(struct baku_user){.name = "admin", .as = "kedua"}, &office.said));
    OFFICE_DONE(BAKU_NO, baku_user_add(office.baku, &(struct baku_user){.name = "admin", .as = "kedua"}, &office.said));
}

static void users_are_named_and_granted_whole(void **state)
{
    static const struct baku_user bad[] = {
        {.name = "", .as = "admin"},
        {.name = "a\nb", .as = "admin"},
        {.name = " a", .as = "admin"},
        {.name = "a", .actor = "kepala", .as = "admin"},
        {.name = "a", .region = "a", .as = "admin"},
        {.name = "a", .actor = "administrator", .region = "a", .as = "admin"},
        {.name = "a", .actor = "Kepala", .region = "a", .as = "admin"},
    };
    (void)state;
    int64_t seq = office_seq();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        OFFICE_DONE(BAKU_UNKNOWN, baku_user_add(office.baku, &bad[i], &office.said));
    struct baku_user known = {.name = "titi", .actor = "petugas", .region = "a", .as = "admin"};
    OFFICE_DONE(BAKU_NO, baku_user_add(office.baku, &known, &office.said));
    assert_int_equal(office_seq(), seq);
}

/* One duty is taken away, the others stay; what nobody may do any more is told. */
static void one_duty_is_taken_away(void **state)
{
    (void)state;
    struct baku_user clerk = {.name = "titi", .actor = "petugas", .region = "a", .as = "admin"};
    office_user("titi", "kepala", "a");
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *document = OFFICE(BAKU_YES, baku_user_remove(office.baku, &clerk, &office.said));
    const json_t *waiting = json_array_get(json_object_get(document, "waiting"), 0);
    assert_int_equal(json_array_size(json_object_get(document, "waiting")), 1);
    assert_string_equal(string_at(waiting, "actor"), "petugas");
    assert_int_equal(integer_at(waiting, "case"), 1);
    assert_string_equal(string_at(waiting, "step"), "periksa");
    json_decref(document);
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &clerk, &office.said));
    document = office_do(BAKU_DENIED, id, "periksa", "titi");
    assert_non_null(strstr(string_at(json_object_get(document, "refusal"), "message"), "nobody has this duty"));
    json_decref(document);
    document = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    const char *problem = json_string_value(json_array_get(json_object_get(document, "problems"), 0));
    assert_non_null(strstr(problem, "petugas (a), case 1 periksa"));
    json_decref(document);
    /* It is given again, as the person is still there. */
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &clerk, &office.said));
    OFFICE_DONE(BAKU_YES, baku_doctor(office.baku, &office.said));
    json_decref(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_TIDAK));
    struct baku_user rules = {.name = "admin", .actor = "administrator", .as = "admin"};
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &rules, &office.said));
    is_whole_store(office_store());
}

static void a_duty_that_no_published_sop_knows_is_doubted(void **state)
{
    static const struct {
        const char *actor, *region, *warning;
    } rows[] = {{"petugs", "a", "did you mean `petugas`?"},
                {"petugas", "aa", "did you mean `a`?"},
                {"jurusita", "a", "has the actor `jurusita`"},
                {"petugas", "b", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct baku_user user = {.name = "baru", .actor = rows[i].actor, .region = rows[i].region, .as = "admin"};
        json_t *document = OFFICE(BAKU_YES, baku_user_add(office.baku, &user, &office.said));
        const char *warning = string_at(document, "warning");
        assert_true(*rows[i].warning ? strstr(warning, rows[i].warning) != NULL : *warning == 0);
        json_decref(document);
    }
}

/* Only who may be its first user makes a store. */
static void a_refused_user_makes_no_store(void **state)
{
    (void)state;
    struct baku_user other = {.name = "sari", .as = "yusuf"}, half = {.name = "sari", .actor = "petugas"};
    assert_int_equal(unlink(office_store()) + unlink(folder_path("perkara.db-journal")), 0);
    struct baku *baku = office_handle();
    struct baku_answer said;
    assert_int_equal(baku_user_add(baku, &other, &said), BAKU_FAILED);
    baku_answer_release(&said);
    assert_int_equal(baku_user_add(baku, &half, &said), BAKU_UNKNOWN);
    baku_answer_release(&said);
    assert_int_equal(access(office_store(), F_OK), -1);
    other.as = "sari";
    assert_int_equal(baku_user_add(baku, &other, &said), BAKU_YES);
    assert_non_null(strstr(said.json, "\"first\": true"));
    baku_answer_release(&said);
    baku_close(baku);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(everything_is_denied_but_what_was_granted),
        office_test(only_an_administrator_manages),
        office_test(the_only_administrator_stays),
        office_test(users_are_named_and_granted_whole),
        office_test(one_duty_is_taken_away),
        office_test(a_duty_that_no_published_sop_knows_is_doubted),
        office_test(a_refused_user_makes_no_store),
    };
    return cmocka_run_group_tests_name("users", tests, NULL, NULL);
}
