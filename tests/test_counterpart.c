/* Which steps of several sheets are the same activity, and the straight way through one sheet with its hand-offs. */
#include "small_sops.h"

#include "base/bits.h"
#include "model/counterpart.h"
#include "model/straight.h"

/* --- counterparts --- */

/* A sheet `kantor/X` of one letter, with those steps, each with a key and an activity. */
#define SHEET(letter, steps)                                                                                           \
    {                                                                                                                  \
        "kantor/" letter, "title: T\nsteps:\n" steps                                                                   \
    }
#define STEP(key, activity) "- {step: " key ", actor: petugas, activity: " activity "}\n"

static struct office office;

static void open_sheets(const struct sheet *sheets, size_t n) { office_open(&office, sheets, n); }

static const struct sop *const *sops_of(const struct office *o) { return (const struct sop *const *)o->sops; }

static void say_step(struct buf *to, struct counterpart step)
{
    struct text letter;
    text_cut(office.sops[step.sop]->name, '/', &letter);
    buf_text(to, letter);
    buf_byte(to, '.');
    buf_text(to, office.sops[step.sop]->steps[step.step].key);
}

/* All activities: "a.satu b.satu, a.dua". */
static void expect_activities(const char *expected)
{
    struct activities found;
    struct buf said = BUF_INIT;
    assert_int_equal(counterparts_find(&found, sops_of(&office), office.n, &office.arena), STATUS_OK);
    buf_string(&said, "");
    for (size_t i = 0; i < found.n; i++)
        for (size_t k = 0; k < found.at[i].n; k++) {
            buf_string(&said, k ? " " : i ? ", " : "");
            say_step(&said, found.at[i].at[k]);
        }
    assert_string_equal(said.at ? said.at : "", expected);
    buf_release(&said);
    office_close(&office);
}

#define EXPECT(expected, ...)                                                                                          \
    do {                                                                                                               \
        const struct sheet sheets[] = {__VA_ARGS__};                                                                   \
        open_sheets(sheets, sizeof sheets / sizeof *sheets);                                                           \
        expect_activities(expected);                                                                                   \
    } while (0)

static void equal_keys_are_counterparts(void **state)
{
    (void)state;
    EXPECT("a.satu b.satu, a.dua, b.tiga", SHEET("a", STEP("satu", "Menulis") STEP("dua", "Menghitung")),
           SHEET("b", STEP("tiga", "Mengirim") STEP("satu", "Membaca")));
}

static void equal_activities_are_counterparts(void **state)
{
    (void)state;
    EXPECT("a.satu b.dua c.tiga", SHEET("a", STEP("satu", "Menulis surat")), SHEET("b", STEP("dua", "Menulis surat")),
           SHEET("c", STEP("tiga", "Menulis surat")));
}

/* The key joins a and b, the activity b and c. */
static void counterparts_of_counterparts(void **state)
{
    (void)state;
    EXPECT("a.satu b.satu c.tiga", SHEET("a", STEP("satu", "Menulis surat")), SHEET("b", STEP("satu", "Membuat surat")),
           SHEET("c", STEP("tiga", "Membuat surat")));
}

static void the_order_is_that_of_the_sheets(void **state)
{
    (void)state;
    EXPECT("a.x, a.y c.y, b.w c.w, b.v, c.u", SHEET("a", STEP("x", "A") STEP("y", "B")),
           SHEET("b", STEP("w", "C") STEP("v", "D")), SHEET("c", STEP("u", "E") STEP("w", "F") STEP("y", "G")));
}

static void writing_does_not_count(void **state)
{
    static const char *const same[] = {
        "\"menulis surat permohonan (baru)\"",      "Menulis surat permohonan baru.",
        "\"- Menulis: surat/permohonan\\n- baru\"", "[Menulis surat, \"permohonan,  baru;\"]",
        "\"Menulis “surat” permohonan — baru…\"",   "[\"...\", MENULIS, \"SURAT * permohonan_baru\"]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char text[200];
        snprintf(text, sizeof text, "title: T\nsteps:\n- {step: dua, actor: petugas, activity: %s}\n", same[i]);
        EXPECT("a.satu b.dua", SHEET("a", STEP("satu", "Menulis Surat Permohonan Baru")), {"kantor/b", text});
    }
}

/* Whatever kind of blank it is; a number ends there. */
static void a_line_break_is_a_blank(void **state)
{
    static const char *const same[] = {"\"Pasal 3\\n4 dibaca\"", "\"Pasal 3\\t4 dibaca\"", "\"Pasal 3 \\n 4 dibaca\"",
                                       "[Pasal 3, 4 dibaca]"};
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char text[200];
        snprintf(text, sizeof text, "title: T\nsteps:\n- {step: dua, actor: petugas, activity: %s}\n", same[i]);
        EXPECT("a.satu b.dua", SHEET("a", STEP("satu", "Pasal 3 4 dibaca")), {"kantor/b", text});
    }
}

/* What is nearly the same is not the same: words, their order, numbers, signs. */
static void what_is_alike_is_not_the_same(void **state)
{
    static const char *const pairs[][2] = {
        {"Menulis surat", "Menulis surat permohonan"},
        {"Menyerahkan surat ke petugas", "Menyerahkan petugas ke surat"},
        {"Jika sesuai maka diterima", "Jika tidak sesuai maka diterima"},
        {"Membayar 1,5 juta", "Membayar 15 juta"},
        {"Membayar 1,5 juta", "Membayar 1 5 juta"},
        {"Berkas 1-2 lembar", "Berkas 1/2 lembar"},
        {"Usia < 58 tahun", "Usia > 58 tahun"},
        {"Tarif 5%", "Tarif 5"},
        {"Kelas A+", "Kelas A"},
        {"Membuat e-mail", "Membuat email"},
        {"Menu resumé", "Menu resume"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[2][200];
        for (int k = 0; k < 2; k++)
            snprintf(text[k], sizeof text[k], "title: T\nsteps:\n- {step: %s, actor: petugas, activity: \"%s\"}\n",
                     k ? "dua" : "satu", pairs[i][k]);
        EXPECT("a.satu, b.dua", {"kantor/a", text[0]}, {"kantor/b", text[1]});
    }
}

static void an_activity_without_words_joins_nothing(void **state)
{
    (void)state;
    EXPECT("a.satu, b.dua", SHEET("a", "- {step: satu, actor: petugas}\n"),
           SHEET("b", "- {step: dua, actor: petugas}\n"));
    EXPECT("a.satu, b.dua", SHEET("a", STEP("satu", "\"- ...\"")), SHEET("b", STEP("dua", "\"- ...\"")));
}

/* Which of the two would be meant? */
static void an_activity_that_stands_twice_joins_nothing(void **state)
{
    (void)state;
    EXPECT("a.satu, a.dua, b.tiga c.empat",
           SHEET("a", STEP("satu", "Memeriksa berkas") STEP("dua", "memeriksa berkas.")),
           SHEET("b", STEP("tiga", "Memeriksa berkas")), SHEET("c", STEP("empat", "Memeriksa berkas")));
    EXPECT("a.satu b.satu, a.dua b.dua", SHEET("a", STEP("satu", "Memeriksa") STEP("dua", "Memeriksa")),
           SHEET("b", STEP("satu", "Memeriksa") STEP("dua", "Memeriksa")));
}

/* A sheet that has both steps tells them apart, whichever way they would come together. */
static void two_steps_of_one_sheet_are_never_one(void **state)
{
    (void)state;
    EXPECT("a.satu b.satu, b.dua", SHEET("a", STEP("satu", "Membaca")),
           SHEET("b", STEP("satu", "Menulis") STEP("dua", "Membaca")));
    EXPECT("a.satu b.satu, b.dua c.dua", SHEET("a", STEP("satu", "Membaca")),
           SHEET("b", STEP("satu", "Menulis") STEP("dua", "Mengirim")), SHEET("c", STEP("dua", "Membaca")));
    EXPECT("a.satu, b.dua, c.tiga, c.empat", SHEET("a", STEP("satu", "Membaca")), SHEET("b", STEP("dua", "Menulis")),
           SHEET("c", STEP("tiga", "Mengirim") STEP("empat", "Menyimpan")));
}

static void nothing_has_no_activities(void **state)
{
    struct activities found;
    struct arena arena = ARENA_INIT;
    (void)state;
    assert_int_equal(counterparts_find(&found, NULL, 0, &arena), STATUS_OK);
    assert_int_equal(found.n, 0);
    arena_release(&arena);
}

/* --- the same, by the words of the header --- */

enum { SHEETS = 5, ROWS = 4, ALL = SHEETS * ROWS, TRIALS = 20000 };

/* Random sheets of few keys and few activities, so that much is equal; activity 0 says nothing. */
struct trial {
    struct sop sops[SHEETS];
    struct step steps[ALL];
    struct text keys[ALL], words[ALL];
    char letters[ALL][2];
    size_t n;
    struct counterpart at[ALL];
    bool joined[ALL][ALL];
};

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % below;
}

static void fill_sheet(struct trial *t, uint32_t sheet, uint32_t *seed)
{
    static const char keys[] = "abcdef";
    uint32_t first = draw(seed, 6);
    t->sops[sheet] = (struct sop){.steps = &t->steps[t->n], .n_steps = (uint16_t)draw(seed, ROWS + 1)};
    for (uint16_t k = 0; k < t->sops[sheet].n_steps; k++, t->n++) {
        uint32_t said = draw(seed, 6);
        snprintf(t->letters[t->n], 2, "%u", said);
        t->words[t->n] = (struct text){t->letters[t->n], said ? 1 : 0};
        t->keys[t->n] = (struct text){&keys[(first + k) % 6], 1};
        t->at[t->n] = (struct counterpart){.sop = sheet, .step = k};
        t->steps[t->n] = (struct step){.key = t->keys[t->n], .activity = {&t->words[t->n], 1}};
    }
}

static bool stands_once(const struct trial *t, size_t i)
{
    size_t n = 0;
    for (size_t k = 0; k < t->n; k++)
        n += t->at[k].sop == t->at[i].sop && text_eq(t->words[k], t->words[i]);
    return n == 1 && t->words[i].len;
}

static bool are_counterparts(const struct trial *t, size_t i, size_t k)
{
    bool same_words = text_eq(t->words[i], t->words[k]) && stands_once(t, i) && stands_once(t, k);
    return i == k || (t->at[i].sop != t->at[k].sop && (text_eq(t->keys[i], t->keys[k]) || same_words));
}

/* Counterparts of counterparts; and apart again where two steps of one sheet would come together. */
static void join_all(struct trial *t)
{
    bool wide[ALL][ALL], clash[ALL] = {false};
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->n; k++)
            wide[i][k] = are_counterparts(t, i, k);
    for (size_t m = 0; m < t->n; m++)
        for (size_t i = 0; i < t->n; i++)
            for (size_t k = 0; k < t->n; k++)
                wide[i][k] = wide[i][k] || (wide[i][m] && wide[m][k]);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->n; k++)
            for (size_t m = 0; m < t->n; m++)
                clash[i] = clash[i] || (k != m && wide[i][k] && wide[i][m] && t->at[k].sop == t->at[m].sop);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->n; k++)
            t->joined[i][k] = clash[i] ? text_eq(t->keys[i], t->keys[k]) : wide[i][k];
}

static size_t place_of_step(const struct trial *t, struct counterpart step)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->at[i].sop == step.sop && t->at[i].step == step.step)
            return i;
    fail();
    return 0;
}

/* Each step once; in one list exactly those that are joined; lists and their steps in order. */
static void expect_joined(const struct trial *t, const struct activities *found)
{
    size_t list_of[ALL], total = 0, before = 0;
    for (size_t i = 0; i < found->n; i++) {
        assert_true(found->at[i].n > 0);
        for (size_t k = 0; k < found->at[i].n; k++, total++) {
            size_t place = place_of_step(t, found->at[i].at[k]);
            assert_true(place >= before || (k == 0 && i == 0));
            list_of[place] = i;
            before = place;
        }
        before = place_of_step(t, found->at[i].at[0]);
    }
    assert_int_equal(total, t->n);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->n; k++)
            assert_int_equal(list_of[i] == list_of[k], t->joined[i][k]);
}

static void random_sheets_agree(void **state)
{
    uint32_t seed = 1;
    size_t joined = 0;
    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        static struct trial t;
        const struct sop *sops[SHEETS];
        struct arena arena = ARENA_INIT;
        struct activities found;
        t.n = 0;
        for (uint32_t i = 0; i < SHEETS; i++) {
            fill_sheet(&t, i, &seed);
            sops[i] = &t.sops[i];
        }
        join_all(&t);
        assert_int_equal(counterparts_find(&found, sops, SHEETS, &arena), STATUS_OK);
        expect_joined(&t, &found);
        joined += found.n < t.n;
        arena_release(&arena);
    }
    assert_true(joined > TRIALS / 2);
}

/* --- the straight way --- */

/* The steps that are done, and the hand-offs: "satu dua 1"; "endless". */
static void expect_straight(const char *name, const char *expected)
{
    struct straight straight;
    struct buf said = BUF_INIT;
    const struct sop *sop = office_sop(&office, name);
    assert_non_null(sop);
    assert_int_equal(straight_walk(&straight, sop, &office.arena), STATUS_OK);
    for (uint16_t s = 0; straight.ends && s < sop->n_steps; s++)
        if (bits_has(straight.done, s)) {
            buf_text(&said, sop->steps[s].key);
            buf_byte(&said, ' ');
        }
    if (straight.ends)
        buf_number(&said, straight.handoffs);
    else
        buf_string(&said, "endless");
    assert_string_equal(said.at, expected);
    buf_release(&said);
}

static void the_actor_changes(void **state)
{
    (void)state;
    open_sheets(small_sheets, SMALL_SOPS);
    expect_straight("lurus", "tulis sahkan 1");
    expect_straight("putusan", "tulis periksa putus 1");
    expect_straight("induk", "siap pesan pakai 2");
    expect_straight("lompat", "mulai pakai 0");
    office_close(&office);
}

/* The optional documents are not brought, so each is made once, and then it is there. */
static void what_is_skipped_stands_on_no_edge(void **state)
{
    (void)state;
    open_sheets(small_sheets, SMALL_SOPS);
    expect_straight("kecuali", "buat-akun pakai-akun buat-kartu pakai-kartu 3");
    expect_straight("kecuali-putusan", "mulai periksa beri 1");
    office_close(&office);
}

static void a_way_that_goes_round_has_no_end(void **state)
{
    (void)state;
    open_sheets(small_sheets, SMALL_SOPS);
    expect_straight("putar", "endless");
    expect_straight("lingkaran", "endless");
    office_close(&office);
}

#define BLOCK(a, b, c)                                                                                                 \
    "  parallel:\n"                                                                                                    \
    "  - [{step: " a "1, actor: pemohon}, {step: " a "2, actor: petugas}]\n"                                           \
    "  - [{step: " b "1, actor: petugas}]\n"                                                                           \
    "  - [{step: " c "1, actor: pemohon}]\n"

/* Into the first block 1 (buka to b1) and within it 1; between the blocks from a2 and b1 to p1 and r1, and from c1 to
 * q1, 5; within the second 1; out of it from p2 and q1, 2. */
static void branches_are_handed_over_each(void **state)
{
    static const struct sheet sheets[] = {
        {"kantor/a", "title: T\nsteps:\n- {step: buka, actor: pemohon}\n- step: satu\n" BLOCK(
                         "a", "b", "c") "- step: dua\n" BLOCK("p", "q", "r") "- {step: tutup, actor: pemohon}\n"},
        {"kantor/b", "title: T\nsteps:\n- step: satu\n" BLOCK("a", "b", "c")},
    };
    (void)state;
    open_sheets(sheets, 2);
    expect_straight("a", "buka a1 a2 b1 c1 p1 p2 q1 r1 tutup 10");
    expect_straight("b", "a1 a2 b1 c1 1");
    office_close(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_keys_are_counterparts),
        cmocka_unit_test(equal_activities_are_counterparts),
        cmocka_unit_test(counterparts_of_counterparts),
        cmocka_unit_test(the_order_is_that_of_the_sheets),
        cmocka_unit_test(writing_does_not_count),
        cmocka_unit_test(a_line_break_is_a_blank),
        cmocka_unit_test(what_is_alike_is_not_the_same),
        cmocka_unit_test(an_activity_without_words_joins_nothing),
        cmocka_unit_test(an_activity_that_stands_twice_joins_nothing),
        cmocka_unit_test(two_steps_of_one_sheet_are_never_one),
        cmocka_unit_test(nothing_has_no_activities),
        cmocka_unit_test(random_sheets_agree),
        cmocka_unit_test(the_actor_changes),
        cmocka_unit_test(what_is_skipped_stands_on_no_edge),
        cmocka_unit_test(a_way_that_goes_round_has_no_end),
        cmocka_unit_test(branches_are_handed_over_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
