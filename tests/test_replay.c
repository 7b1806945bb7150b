/* Folding the events gives the state, always: plays of the real SOPs, and random walks over these and the small ones.
 */
#include "small_sops.h"

#include "api/library.h"
#include "run/many.h"
#include "run/play.h"

static struct office office;
static struct library library;

static const char *const real_sops[] = {"kaltim/hilang", "kaltim/pencabutan", "kaltim/penerbitan-esign",
                                        "kaltim/penerbitan-lock", "tapin/penerbitan-tte"};

enum { REAL_SOPS = sizeof real_sops / sizeof *real_sops, ALL_SOPS = REAL_SOPS + SMALL_SOPS };

static const struct sop *all_sops[ALL_SOPS];

/* What was under way when a test ended: where a failed one is to be looked for. */
static char last[120];

static int print_last(void **unused)
{
    (void)unused;
    print_message("# last: %s\n", last);
    return 0;
}

static const struct sop *load(const char *name)
{
    struct library_sop *entry, *culprit;
    char path[100];
    snprintf(path, sizeof path, "sops/%s.yaml", name);
    assert_int_equal(library_load(&library, path, &entry), STATUS_OK);
    assert_true(library_can_run(&library, entry, &culprit));
    return entry->sop;
}

static int open_all(void **unused)
{
    (void)unused;
    office_open(&office, small_sheets, SMALL_SOPS);
    library_init(&library);
    for (int i = 0; i < REAL_SOPS; i++)
        all_sops[i] = load(real_sops[i]);
    for (int i = 0; i < SMALL_SOPS; i++)
        all_sops[REAL_SOPS + i] = office.sops[i];
    return 0;
}

static int close_all(void **unused)
{
    (void)unused;
    library_release(&library);
    office_close(&office);
    return 0;
}

static const struct sop *sop_named(const char *name)
{
    for (int i = 0; i < ALL_SOPS; i++)
        if (text_eq(all_sops[i]->name, text_of(name)))
            return all_sops[i];
    fail_msg("no SOP %s", name);
    return NULL;
}

/* --- plays --- */

/* What is told, in words: "STEP=VALUE VALUE; STEP=VALUE" and "NAME NAME". */
struct told_play {
    const char *sop, *answers, *choices, *expires, *without, *with;
    bool ends;
    int64_t work_ms;
};

enum { MINUTE = 60000 };

static const struct told_play plays[] = {
    {"kaltim/hilang", "", "", "", "", "", true, 46 * MINUTE},
    {"kaltim/hilang", "", "terbitkan=penerbitan-esign", "", "", "", true, 42 * MINUTE},
    {"kaltim/hilang", "verifikasi=tidak tidak; cabut/verifikasi=tidak; terbitkan/verifikasi=tidak",
     "terbitkan=kaltim/penerbitan-esign", "", "", "", true, 82 * MINUTE},
    {"kaltim/hilang", "", "", "", "email-dinas", "", false, 0},
    {"kaltim/hilang", "", "", "", "terbitkan/ktp", "", false, 26 * MINUTE},
    {"kaltim/pencabutan", "", "", "", "", "", true, 19 * MINUTE},
    {"kaltim/pencabutan", "verifikasi=tidak", "", "", "", "", true, 34 * MINUTE},
    {"kaltim/pencabutan", "", "", "", "akun-ams", "", false, 0},
    {"kaltim/penerbitan-esign", "", "", "", "", "", true, 16 * MINUTE},
    {"kaltim/penerbitan-esign", "verifikasi=ya", "", "", "", "", true, 16 * MINUTE},
    {"kaltim/penerbitan-lock", "", "", "", "", "", true, 20 * MINUTE},
    {"kaltim/penerbitan-lock", "verifikasi=tidak", "", "", "", "", true, 31 * MINUTE},
    {"kaltim/penerbitan-lock", "verifikasi=tidak tidak tidak ya", "", "", "", "", true, 53 * MINUTE},
    {"tapin/penerbitan-tte", "", "", "", "", "", true, 240 * MINUTE},
    {"tapin/penerbitan-tte", "", "", "", "", "email-dinas", true, 225 * MINUTE},
    {"tapin/penerbitan-tte", "periksa-berkas=tidak tidak", "", "isi-identitas=2; buat-passphrase=1", "", "", true,
     277 * MINUTE},
    {"tapin/penerbitan-tte", "", "", "", "password-ams ktp", "", false, 0},
    {"kantor/bersama-tengah", "", "", "", "", "", false, 3 * MINUTE},
    {"kantor/induk-pilih", "pilih/nilai=tidak", "", "", "", "", true, 4 * MINUTE},
};

static struct texts words_of(struct arena *arena, struct text words)
{
    struct text *at = ARENA_ARRAY(arena, words.len / 2 + 1, struct text);
    size_t n = 0;
    while (words.len)
        at[n++] = text_cut(words, ' ', &words);
    return (struct texts){at, n};
}

static struct told told_of(struct arena *arena, struct text entry)
{
    struct text values, step = text_cut(text_trim(entry), '=', &values);
    struct texts words = words_of(arena, values);
    enum answer *answers = ARENA_ARRAY(arena, words.n, enum answer);
    int64_t times;
    for (size_t i = 0; i < words.n; i++)
        answers[i] = text_eq(words.at[i], TEXT("tidak")) ? ANSWER_TIDAK : ANSWER_YA;
    bool counts = text_number(values, &times);
    uint32_t n = (uint32_t)(counts ? times : (int64_t)words.n);
    return (struct told){.step = step, .answers = answers, .choices = words.at, .n = n};
}

static struct tolds tolds_of(struct arena *arena, const char *string)
{
    struct text rest = text_of(string);
    struct told *at = ARENA_ARRAY(arena, rest.len + 1, struct told);
    size_t n = 0;
    while (rest.len)
        at[n++] = told_of(arena, text_cut(rest, ';', &rest));
    return (struct tolds){at, n};
}

static struct script script_of(struct arena *arena, const struct told_play *told)
{
    return (struct script){
        .answers = tolds_of(arena, told->answers),
        .choices = tolds_of(arena, told->choices),
        .expires = tolds_of(arena, told->expires),
        .without = words_of(arena, text_of(told->without)),
        .with = words_of(arena, text_of(told->with)),
    };
}

/* All events, each with its length before it. */
static void encode_all(struct buf *to, const struct event *events, size_t n)
{
    struct buf one = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        buf_clear(&one);
        event_encode(&one, &events[i]);
        assert_in_range(one.len, 4, 255);
        buf_byte(to, (unsigned char)one.len);
        buf_text(to, buf_view(&one));
    }
    assert_false(to->failed);
    buf_release(&one);
}

static void replay_all(struct state *state, struct arena *arena, struct text bytes)
{
    while (bytes.len) {
        size_t len = (unsigned char)bytes.at[0];
        struct event event;
        assert_int_equal(event_decode((struct text){bytes.at + 1, len}, arena, &event), EVENT_OK);
        assert_int_equal(apply(state, &event), APPLIED);
        bytes = (struct text){bytes.at + 1 + len, bytes.len - 1 - len};
    }
}

static void play_and_replay(const struct told_play *told, struct buf *bytes)
{
    struct arena arena = ARENA_INIT;
    struct script script = script_of(&arena, told);
    struct play play;
    struct state fresh;
    assert_int_equal(play_run(&play, &arena, sop_named(told->sop), &script), STATUS_OK);
    assert_int_equal(play.error.kind, PLAY_FINE);
    assert_int_equal(play.ended, told->ends);
    assert_int_equal(play.ended, play.n_refused == 0);
    assert_int_equal(play.elapsed.work.max_ms, told->work_ms);
    assert_int_equal(play.n_events, play.state.n_events);
    encode_all(bytes, play.events, play.n_events);
    assert_true(state_init(&fresh, &arena, sop_named(told->sop)));
    replay_all(&fresh, &arena, buf_view(bytes));
    assert_true(state_same(&fresh, &play.state));
    arena_release(&arena);
}

/* The same script gives the same bytes, and the bytes give the play's state. */
static void plays_replay(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++) {
        struct buf first = BUF_INIT, second = BUF_INIT;
        snprintf(last, sizeof last, "play %zu, %s", i, plays[i].sop);
        play_and_replay(&plays[i], &first);
        play_and_replay(&plays[i], &second);
        assert_true(text_eq(buf_view(&first), buf_view(&second)));
        buf_release(&first);
        buf_release(&second);
    }
}

/* --- many cases --- */

/* Each case's state, folded anew from the bytes of the events that are about to be applied. */
struct watcher {
    struct arena arena;
    struct state state;
    size_t ended, tidak;
};

static void fold_again(void *self, const struct event *event)
{
    struct watcher *w = self;
    struct buf bytes = BUF_INIT;
    struct event decoded;
    if (event->kind == EVENT_STARTED)
        state_reset(&w->state);
    event_encode(&bytes, event);
    assert_int_equal(event_decode(buf_view(&bytes), &w->arena, &decoded), EVENT_OK);
    assert_int_equal(apply(&w->state, &decoded), APPLIED);
    w->ended += event->kind == EVENT_ENDED;
    w->tidak += event->answer == ANSWER_TIDAK;
    buf_release(&bytes);
}

/* Ten cases, of which two have one Tidak at each decision that goes back. */
static void many_cases_replay(void **unused)
{
    static const struct {
        const char *sop;
        size_t steps, tidak;
    } rows[] = {
        {"kaltim/hilang", 10 * 18 + 2 * (2 + 3 + 4), 6}, {"kaltim/pencabutan", 10 * 6 + 2 * 3, 2},
        {"kaltim/penerbitan-esign", 10 * 8 + 2 * 4, 2},  {"kaltim/penerbitan-lock", 10 * 10 + 2 * 4, 2},
        {"tapin/penerbitan-tte", 10 * 11 + 2 * 2, 2},    {"kantor/induk", 10 * 4, 0},
        {"kantor/bersama-beruntun", 10 * 6, 0},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct watcher w = {.ended = 0};
        struct many many;
        snprintf(last, sizeof last, "many, %s", rows[i].sop);
        assert_true(state_init(&w.state, &w.arena, sop_named(rows[i].sop)));
        assert_int_equal(many_run(&many, sop_named(rows[i].sop), 10, fold_again, &w), STATUS_OK);
        assert_int_equal(many.refusal.kind, REFUSAL_NONE);
        assert_int_equal(many.cases, 10);
        assert_int_equal(w.ended, 10);
        assert_int_equal(many.steps, rows[i].steps);
        assert_int_equal(w.tidak, rows[i].tidak);
        arena_release(&w.arena);
    }
}

/* So many cases ended before one was refused; "" names no step. */
static struct many expect_stop(const char *sop, uint64_t cases, const char *step)
{
    struct many many;
    snprintf(last, sizeof last, "many, %s", sop);
    assert_int_equal(many_run(&many, sop_named(sop), 20, NULL, NULL), STATUS_OK);
    assert_int_equal(many.cases, cases);
    assert_int_equal(many.refusal.kind, *step ? REFUSAL_MISSING : REFUSAL_NONE);
    assert_true(!*step || text_eq(many.refusal.sop->steps[many.refusal.step].key, text_of(step)));
    return many;
}

/* A case that is refused or never ends stops them all, and says where. Of branches that wait for each other the last
 * one that was tried. The fifth case is the first with a Tidak, after which nobody makes the document again. */
static void many_cases_stop(void **unused)
{
    (void)unused;
    assert_int_equal(expect_stop("kantor/lompat", 0, "pakai").steps, 1);
    assert_int_equal(expect_stop("kantor/bersama-lingkaran", 0, "kanan").steps, 0);
    expect_stop("kantor/kelima", 4, "pakai");
    assert_true(expect_stop("kantor/putar", 0, "").cut);
}

/* --- random walks --- */

enum { WALKS = 30, COMMANDS = 80 };

static uint64_t seed;

/* xorshift64: the same numbers everywhere. */
static uint32_t chance(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32) % below;
}

/* Given documents of the SOP: those demanded, and each other with an even chance; sometimes less, sometimes anything.
 */
static struct documents some_documents(struct arena *arena, const struct sop *sop)
{
    uint16_t *at = ARENA_ARRAY(arena, sop->n_documents, uint16_t), n = 0;
    bool strange = chance(12) == 0, careless = chance(6) == 0;
    for (uint16_t i = 0; i < sop->n_documents; i++) {
        enum given given = sop->documents[i].given;
        bool demanded = given == GIVEN_DEMANDED && !careless;
        if (demanded || ((given != GIVEN_NO || strange) && chance(2)))
            at[n++] = i;
    }
    return (struct documents){at, n};
}

static uint16_t some_due_step(const struct state *state)
{
    const struct sop *sop = state_sop(state);
    uint16_t from = (uint16_t)chance(sop->n_steps);
    ptrdiff_t step = bits_next(state_due(state, state->depth), sop->plan.step_words, from);
    if (step < 0)
        step = bits_next(state_due(state, state->depth), sop->plan.step_words, 0);
    return step < 0 ? from : (uint16_t)step;
}

/* Mostly sensible: a due step, an answer where one is asked for. */
static struct command some_step(struct arena *arena, const struct state *state)
{
    const struct sop *sop = state_sop(state);
    uint16_t number = some_due_step(state);
    const struct step *step = &sop->steps[number];
    struct command command = {.kind = COMMAND_COMPLETE, .depth = state->depth, .step = number, .choice = CHOICE_NONE};
    bool expires = chance(5) == 0;
    if (step->decides != (chance(10) == 0))
        command.answer = chance(3) ? ANSWER_YA : ANSWER_TIDAK;
    if (step->call.n) {
        command.choice = (uint16_t)chance(step->call.n + (chance(8) ? 0u : 1u));
        uint16_t choice = command.choice < step->call.n ? command.choice : 0;
        command.documents = some_documents(arena, step->call.callees[choice].sop);
    }
    if (expires)
        command = (struct command){.kind = COMMAND_EXPIRE, .depth = state->depth, .step = number};
    return command;
}

static struct command some_command(struct arena *arena, const struct state *state)
{
    uint16_t depth = (uint16_t)chance(state->depth + 1u);
    const struct sop *sop = state->frames[depth].sop;
    if (state->status == CASE_NEW && chance(8))
        return (struct command){.kind = COMMAND_START, .documents = some_documents(arena, sop)};
    switch (chance(40)) {
    case 0:
        return (struct command){.kind = chance(6) ? COMMAND_START : COMMAND_CANCEL,
                                .documents = some_documents(arena, sop)};
    case 1:
        return (struct command){.kind = COMMAND_COMPLETE, .depth = (uint16_t)chance(4), .step = (uint16_t)chance(70)};
    case 2:
        return (struct command){.kind = COMMAND_EXPIRE, .depth = (uint16_t)chance(4), .step = (uint16_t)chance(70)};
    case 3:
    case 4:
    case 5:
        return (struct command){.kind = COMMAND_HAND, .depth = depth, .documents = some_documents(arena, sop)};
    default:
        return some_step(arena, state);
    }
}

/* A walk's outcome, for the counts that show that walks get somewhere. */
struct tally {
    size_t ended, refused, kinds[EVENT_KINDS];
};

static void walk(const struct sop *sop, struct tally *tally)
{
    struct desk d;
    struct arena arena = ARENA_INIT;
    struct buf bytes = BUF_INIT;
    struct state fresh;
    desk_open(&d, sop);
    for (int i = 0; i < COMMANDS; i++) {
        d.now += chance(10) ? chance(60 * MINUTE) : chance(DAY) * 2;
        tally->refused += desk_do(&d, some_command(&arena, &d.state)) == VERDICT_REFUSED;
    }
    for (size_t i = 0; i < d.n_events; i++)
        tally->kinds[d.events[i].kind]++;
    tally->ended += d.state.status == CASE_ENDED;
    for (int twice = 0; twice < 2; twice++) {
        buf_clear(&bytes);
        encode_all(&bytes, d.events, d.n_events);
        assert_true(state_init(&fresh, &arena, sop));
        replay_all(&fresh, &arena, buf_view(&bytes));
        assert_true(state_same(&fresh, &d.state));
    }
    buf_release(&bytes);
    arena_release(&arena);
    desk_close(&d);
}

static void random_walks(void **unused)
{
    struct tally tally = {0};
    (void)unused;
    for (int i = 0; i < ALL_SOPS; i++) {
        struct tally own = {0};
        if (text_eq(all_sops[i]->name, TEXT("kantor/lingkaran")))
            continue; /* what it shows costs a hundred thousand events each time */
        for (uint64_t nth = 1; nth <= WALKS; nth++) {
            seed = nth * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)i;
            snprintf(last, sizeof last, "walk over %.*s, seed %llu", (int)all_sops[i]->name.len, all_sops[i]->name.at,
                     (unsigned long long)seed);
            walk(all_sops[i], &own);
        }
        assert_int_not_equal(own.kinds[EVENT_STARTED], 0);
        tally.ended += own.ended;
        tally.refused += own.refused;
        for (int k = 0; k < EVENT_KINDS; k++)
            tally.kinds[k] += own.kinds[k];
    }
    assert_int_not_equal(tally.ended, 0);
    assert_int_not_equal(tally.refused, 0);
#define EVENT(name, number, parts, meaning) assert_int_not_equal(tally.kinds[EVENT_##name], 0);
#include "model/events.def"
#undef EVENT
}

/* --- bytes from strangers --- */

/* Decodes and applies one changed encoding: nothing breaks, and what cannot follow changes nothing. */
static void apply_strange(const struct desk *d, struct buf *bytes, struct arena *arena)
{
    struct event event;
    struct state copy, before;
    struct buf again = BUF_INIT;
    arena_reset(arena);
    bytes->at[chance((uint32_t)bytes->len)] ^= (char)(1 << chance(8));
    if (event_decode(buf_view(bytes), arena, &event) != EVENT_OK)
        return;
    event_encode(&again, &event);
    assert_true(text_eq(buf_view(&again), buf_view(bytes)));
    buf_release(&again);
    assert_true(state_copy(&copy, &d->state, arena));
    assert_true(state_copy(&before, &d->state, arena));
    if (apply(&copy, &event) == APPLY_IMPOSSIBLE)
        assert_true(state_same(&before, &copy));
    else
        assert_int_equal(copy.n_events, before.n_events + 1);
}

static void strange_bytes_break_nothing(void **unused)
{
    struct arena arena = ARENA_INIT, given = ARENA_INIT;
    (void)unused;
    for (int i = 0; i < ALL_SOPS; i++) {
        struct desk d;
        if (text_eq(all_sops[i]->name, TEXT("kantor/lingkaran")))
            continue;
        seed = 88172645463325252u + (uint64_t)i;
        desk_open(&d, all_sops[i]);
        for (int k = 0; k < COMMANDS; k++) {
            struct buf bytes = BUF_INIT;
            d.now += chance(60 * MINUTE);
            desk_do(&d, some_command(&given, &d.state));
            for (int twist = 0; d.n_events && twist < 20; twist++) {
                if (twist % 4 == 0) {
                    buf_clear(&bytes);
                    event_encode(&bytes, &d.events[chance((uint32_t)d.n_events)]);
                }
                apply_strange(&d, &bytes, &arena);
            }
            buf_release(&bytes);
        }
        desk_close(&d);
    }
    arena_release(&arena);
    arena_release(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(plays_replay, print_last),
        cmocka_unit_test_teardown(many_cases_replay, print_last),
        cmocka_unit_test(many_cases_stop),
        cmocka_unit_test_teardown(random_walks, print_last),
        cmocka_unit_test(strange_bytes_break_nothing),
    };
    return cmocka_run_group_tests_name("replay", tests, open_all, close_all);
}
