/* decide() and apply() for every construct of the language, on the small office's SOPs. */
#include "small_sops.h"

#include "run/play.h"

static struct office office;

static int open_office(void **unused)
{
    (void)unused;
    office_open(&office, small_sheets, SMALL_SOPS);
    return 0;
}

static int close_office(void **unused)
{
    (void)unused;
    office_close(&office);
    return 0;
}

static void open_case(struct desk *d, const char *name) { desk_open(d, office_sop(&office, name)); }

/* --- documents --- */

static void hands_over_outputs(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "minta lampiran");
    assert_said(&d, "STARTED");
    expect_due(&d, "tulis");
    expect_in_hand(&d, 0, "minta lampiran");
    desk_complete(&d, "tulis");
    assert_said(&d, "COMPLETED tulis");
    expect_in_hand(&d, 0, "minta lampiran draf");
    desk_complete(&d, "sahkan");
    assert_said(&d, "COMPLETED sahkan, ENDED");
    expect_in_hand(&d, 0, "minta lampiran draf hasil");
    assert_int_equal(d.state.status, CASE_ENDED);
    desk_close(&d);
}

static void names_what_is_missing(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "minta");
    desk_complete(&d, "tulis");
    desk_complete(&d, "sahkan");
    expect_refused(&d, REFUSAL_MISSING, "lampiran");
    assert_ptr_equal(d.decision.refusal.sop, state_sop(&d.state));
    desk_hand(&d, 0, "lampiran");
    assert_said(&d, "HANDED");
    desk_complete(&d, "sahkan");
    assert_said(&d, "COMPLETED sahkan, ENDED");
    desk_close(&d);
}

/* What no step needs is not demanded, what is optional is not demanded either. */
static void start_demands_given_documents(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "lampiran tak-perlu");
    expect_refused(&d, REFUSAL_MISSING, "minta");
    assert_int_equal(d.decision.refusal.step, NONE);
    assert_int_equal(d.state.status, CASE_NEW);
    desk_start(&d, "minta draf");
    expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    desk_start(&d, "minta tak-perlu");
    assert_said(&d, "STARTED");
    desk_start(&d, "minta");
    expect_refused(&d, REFUSAL_STARTED, "");
    desk_close(&d);
}

static void documents_come_rising_and_once(void **unused)
{
    static const uint16_t falling[] = {1, 0}, twice[] = {0, 0}, beyond[] = {0, 5}, far[] = {0, UINT16_MAX};
    const uint16_t *const lists[] = {falling, twice, beyond, far};
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    for (size_t i = 0; i < 4; i++) {
        desk_do(&d, (struct command){.kind = COMMAND_START, .documents = {lists[i], 2}});
        expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    }
    desk_close(&d);
}

static void hands_over_late(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_hand(&d, 0, "lampiran");
    expect_refused(&d, REFUSAL_NOT_OPEN, "");
    desk_start(&d, "minta");
    desk_hand(&d, 0, "draf");
    expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    desk_hand(&d, 0, "");
    expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    desk_hand(&d, 0, "minta");
    assert_said(&d, "HANDED");
    assert_int_equal(version_of(&d, 0, "minta"), 2);
    desk_do(&d, (struct command){.kind = COMMAND_HAND,
                                 .depth = 1,
                                 .documents = documents_of(&d.arena, state_sop(&d.state), "minta")});
    expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    desk_close(&d);
}

/* --- decisions --- */

static void rework_makes_a_second_version(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "putusan");
    desk_start(&d, "");
    desk_complete(&d, "tulis");
    desk_answer(&d, "periksa", ANSWER_TIDAK);
    assert_said(&d, "COMPLETED periksa");
    expect_in_hand(&d, 0, "draf catatan");
    expect_due(&d, "tulis");
    assert_int_equal(version_of(&d, 0, "draf"), 1);
    desk_complete(&d, "tulis");
    assert_int_equal(version_of(&d, 0, "draf"), 2);
    uint16_t draf = sop_document(state_sop(&d.state), TEXT("draf"));
    assert_int_equal((uint32_t)state_records(&d.state, 0)[draf], d.state.n_events);
    desk_answer(&d, "periksa", ANSWER_YA);
    expect_in_hand(&d, 0, "draf catatan setuju");
    expect_due(&d, "putus");
    desk_close(&d);
}

static void each_answer_hands_over_its_own(void **unused)
{
    static const char *const left[] = {"draf setuju hasil", "draf setuju tolak"};
    (void)unused;
    for (int tidak = 0; tidak < 2; tidak++) {
        struct desk d;
        open_case(&d, "putusan");
        desk_start(&d, "");
        desk_complete(&d, "tulis");
        desk_answer(&d, "periksa", ANSWER_YA);
        desk_answer(&d, "putus", tidak ? ANSWER_TIDAK : ANSWER_YA);
        assert_said(&d, "COMPLETED putus, ENDED");
        expect_in_hand(&d, 0, left[tidak]);
        desk_close(&d);
    }
}

static void only_decisions_are_answered(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "putusan");
    desk_start(&d, "");
    desk_answer(&d, "tulis", ANSWER_YA);
    expect_refused(&d, REFUSAL_ANSWER_NOT_ASKED, "");
    desk_complete(&d, "tulis");
    desk_complete(&d, "periksa");
    expect_refused(&d, REFUSAL_ANSWER_NEEDED, "");
    desk_close(&d);
}

/* --- unless --- */

static void skips_what_is_in_hand(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kecuali");
    desk_start(&d, "akun");
    assert_said(&d, "STARTED, SKIPPED buat-akun");
    assert_int_equal(version_of(&d, 0, "akun"), 1);
    desk_complete(&d, "pakai-akun");
    assert_said(&d, "COMPLETED pakai-akun, SKIPPED buat-lagi");
    expect_due(&d, "buat-kartu");
    desk_complete(&d, "buat-kartu");
    desk_complete(&d, "pakai-kartu");
    assert_said(&d, "COMPLETED pakai-kartu, SKIPPED kartu-akhir, ENDED");
    desk_close(&d);
}

static void skips_a_chain(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kecuali");
    desk_start(&d, "kartu");
    assert_said(&d, "STARTED");
    desk_complete(&d, "buat-akun");
    assert_said(&d, "COMPLETED buat-akun");
    desk_complete(&d, "pakai-akun");
    assert_said(&d, "COMPLETED pakai-akun, SKIPPED buat-lagi, SKIPPED buat-kartu");
    desk_close(&d);
}

/* A document that comes while the step that would make it is due: the step is skipped at once. */
static void late_document_skips_the_due_step(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kecuali");
    desk_start(&d, "");
    desk_hand(&d, 0, "akun");
    assert_said(&d, "HANDED, SKIPPED buat-akun");
    expect_due(&d, "pakai-akun");
    desk_close(&d);
}

static void skipped_decision_goes_on_as_after_ya(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kecuali-putusan");
    desk_start(&d, "izin");
    desk_complete(&d, "mulai");
    assert_said(&d, "COMPLETED mulai, SKIPPED periksa");
    expect_due(&d, "beri");
    desk_close(&d);
}

static void circle_of_skips_is_refused(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lingkaran");
    desk_start(&d, "dok");
    desk_complete(&d, "mulai");
    expect_refused(&d, REFUSAL_CIRCLE, "");
    expect_due(&d, "mulai");
    desk_close(&d);
    open_case(&d, "lingkaran");
    desk_start(&d, "");
    desk_complete(&d, "mulai");
    desk_hand(&d, 0, "dok");
    expect_refused(&d, REFUSAL_CIRCLE, "");
    assert_int_equal(d.decision.refusal.step, sop_step(state_sop(&d.state), TEXT("ping")));
    desk_complete(&d, "ping");
    expect_refused(&d, REFUSAL_CIRCLE, "");
    desk_close(&d);
}

/* --- expired --- */

static void reach_isi(struct desk *d)
{
    open_case(d, "kedaluwarsa");
    desk_start(d, "tanda");
    desk_complete(d, "kirim");
    expect_due(d, "isi");
}

static void validity_ends_after_its_last_millisecond(void **unused)
{
    struct desk d;
    (void)unused;
    reach_isi(&d);
    d.now = HOUR;
    desk_expire(&d, "isi");
    expect_refused(&d, REFUSAL_NOT_RUN_OUT, "");
    d.now = HOUR + 1;
    desk_complete(&d, "isi");
    expect_refused(&d, REFUSAL_RUN_OUT, "kode");
    d.now = HOUR;
    desk_complete(&d, "isi");
    assert_said(&d, "COMPLETED isi");
    desk_close(&d);
}

static void expire_takes_out_what_ran_out(void **unused)
{
    struct desk d;
    (void)unused;
    reach_isi(&d);
    d.now = HOUR + 1;
    desk_expire(&d, "isi");
    assert_said(&d, "EXPIRED isi");
    expect_in_hand(&d, 0, "tanda tautan");
    expect_due(&d, "kirim");
    desk_complete(&d, "kirim");
    assert_int_equal(version_of(&d, 0, "kode"), 2);
    d.now = 3 * (int64_t)DAY;
    desk_complete(&d, "isi");
    expect_refused(&d, REFUSAL_RUN_OUT, "tautan kode");
    desk_expire(&d, "isi");
    expect_in_hand(&d, 0, "tanda");
    desk_complete(&d, "kirim");
    expect_refused(&d, REFUSAL_RUN_OUT, "tanda");
    desk_hand(&d, 0, "tanda");
    desk_complete(&d, "kirim");
    assert_said(&d, "COMPLETED kirim");
    desk_close(&d);
}

static void expire_is_for_due_steps_that_state_it(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kedaluwarsa");
    desk_start(&d, "tanda");
    desk_expire(&d, "isi");
    expect_refused(&d, REFUSAL_NOT_DUE, "");
    d.now = 3 * (int64_t)DAY;
    desk_expire(&d, "kirim");
    expect_refused(&d, REFUSAL_NO_EXPIRED, "");
    desk_close(&d);
}

/* A log from a stranger may name any time: no difference of two may overflow. */
static void the_ends_of_time(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kedaluwarsa");
    d.now = INT64_MIN;
    desk_start(&d, "tanda");
    desk_complete(&d, "kirim");
    d.now = INT64_MAX;
    desk_complete(&d, "isi");
    expect_refused(&d, REFUSAL_RUN_OUT, "tautan kode");
    desk_expire(&d, "isi");
    assert_said(&d, "EXPIRED isi");
    desk_hand(&d, 0, "tanda");
    desk_complete(&d, "kirim");
    d.now = INT64_MIN;
    desk_complete(&d, "isi");
    assert_said(&d, "COMPLETED isi");
    desk_close(&d);
}

/* --- calls --- */

static void enters_and_leaves_by_itself(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk");
    desk_start(&d, "bahan");
    desk_complete(&d, "siap");
    assert_said(&d, "COMPLETED siap, ENTERED pesan");
    assert_int_equal(d.state.depth, 1);
    expect_in_hand(&d, 1, "bahan");
    desk_complete(&d, "olah");
    desk_answer(&d, "nilai", ANSWER_YA);
    assert_said(&d, "COMPLETED nilai, LEFT pesan");
    assert_int_equal(d.state.depth, 0);
    expect_in_hand(&d, 0, "bahan rahasia barang struk");
    desk_complete(&d, "pakai");
    assert_said(&d, "COMPLETED pakai, ENDED");
    desk_close(&d);
}

/* What the called SOP has not made is not handed over; its Tidak ends it like any other. */
static void ends_after_tidak_like_any_other(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk");
    desk_start(&d, "bahan tambahan");
    desk_complete(&d, "siap");
    expect_in_hand(&d, 1, "bahan tambahan");
    desk_complete(&d, "olah");
    desk_answer(&d, "nilai", ANSWER_TIDAK);
    assert_said(&d, "COMPLETED nilai, LEFT pesan");
    expect_in_hand(&d, 0, "bahan tambahan rahasia barang");
    desk_close(&d);
}

static void asks_for_what_is_not_passed(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk-minta");
    desk_start(&d, "");
    desk_complete(&d, "siap");
    assert_said(&d, "COMPLETED siap");
    desk_complete(&d, "pesan");
    expect_refused(&d, REFUSAL_MISSING, "bahan");
    assert_ptr_equal(d.decision.refusal.sop, office_sop(&office, "anak"));
    desk_enter(&d, "pesan", CHOICE_NONE, "barang");
    expect_refused(&d, REFUSAL_NOT_GIVEN, "");
    desk_enter(&d, "pesan", CHOICE_NONE, "bahan tambahan");
    assert_said(&d, "ENTERED pesan");
    expect_in_hand(&d, 1, "bahan tambahan");
    desk_complete(&d, "olah");
    desk_answer(&d, "nilai", ANSWER_TIDAK);
    assert_said(&d, "COMPLETED nilai, LEFT pesan, ENDED");
    expect_in_hand(&d, 0, "surat barang");
    desk_close(&d);
}

static void a_choice_is_made(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk-pilih");
    desk_start(&d, "uang");
    assert_said(&d, "STARTED");
    desk_complete(&d, "pilih");
    expect_refused(&d, REFUSAL_CHOICE_NEEDED, "");
    desk_enter(&d, "pilih", 2, "");
    expect_refused(&d, REFUSAL_CHOICE_UNKNOWN, "");
    desk_answer(&d, "pilih", ANSWER_YA);
    expect_refused(&d, REFUSAL_ANSWER_NOT_ASKED, "");
    desk_enter(&d, "pilih", 1, "");
    assert_said(&d, "ENTERED pilih");
    expect_in_hand(&d, 1, "modal");
    assert_int_equal(state_choice(&d.state, 1), 1);
    desk_complete(&d, "putar");
    assert_said(&d, "COMPLETED putar, LEFT pilih, ENDED");
    expect_in_hand(&d, 0, "uang untung");
    desk_close(&d);
}

/* The first callee has no `laba`: nothing comes back. */
static void the_other_choice(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk-pilih");
    desk_start(&d, "uang");
    desk_enter(&d, "pilih", 0, "");
    expect_in_hand(&d, 1, "bahan");
    desk_complete(&d, "olah");
    desk_answer(&d, "nilai", ANSWER_YA);
    assert_said(&d, "COMPLETED nilai, LEFT pilih, ENDED");
    expect_in_hand(&d, 0, "uang");
    desk_close(&d);
}

static void calls_within_calls(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kakek");
    desk_start(&d, "bahan");
    assert_said(&d, "STARTED, ENTERED suruh, ENTERED antar");
    assert_int_equal(d.state.depth, 2);
    expect_in_hand(&d, 2, "bahan");
    desk_hand(&d, 2, "tambahan");
    expect_in_hand(&d, 2, "bahan tambahan");
    desk_hand(&d, 0, "bahan");
    assert_int_equal(version_of(&d, 0, "bahan"), 2);
    assert_int_equal(version_of(&d, 2, "bahan"), 1);
    desk_complete(&d, "olah");
    desk_answer(&d, "nilai", ANSWER_YA);
    assert_said(&d, "COMPLETED nilai, LEFT antar, LEFT suruh, ENDED");
    expect_in_hand(&d, 0, "bahan"); /* `suruh` states no outputs */
    desk_close(&d);
}

static void a_passed_document_keeps_its_age(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "umur");
    desk_start(&d, "");
    desk_complete(&d, "tulis");
    d.now = HOUR;
    desk_complete(&d, "tunggu");
    assert_said(&d, "COMPLETED tunggu, ENTERED serah");
    d.now = 2 * HOUR + 1;
    desk_complete(&d, "baca");
    expect_refused(&d, REFUSAL_RUN_OUT, "titipan");
    desk_expire(&d, "baca");
    assert_said(&d, "EXPIRED baca");
    expect_in_hand(&d, 1, "");
    desk_complete(&d, "batal");
    assert_said(&d, "COMPLETED batal, LEFT serah, ENDED");
    expect_in_hand(&d, 0, "surat"); /* the caller's own copy is its own */
    desk_close(&d);
}

/* `umur-buat` makes its documents at once, and ends half an hour later. */
static void reach_pinjam(struct desk *d)
{
    open_case(d, "umur-balik");
    desk_start(d, "");
    desk_complete(d, "tulis");
    d->now = HOUR / 2;
    desk_complete(d, "tahan");
    assert_said(d, "COMPLETED tahan, LEFT minta, ENTERED titip");
}

static void a_document_handed_back_keeps_its_age(void **unused)
{
    struct desk d;
    (void)unused;
    reach_pinjam(&d);
    desk_complete(&d, "pinjam");
    assert_said(&d, "COMPLETED pinjam, LEFT titip");
    assert_int_equal(version_of(&d, 0, "surat"), 2);
    d.now = HOUR + 1;
    desk_complete(&d, "pakai");
    expect_refused(&d, REFUSAL_RUN_OUT, "surat"); /* `umur-buat` keeps no age of `kunci`, which is young here */
    desk_expire(&d, "pakai");
    assert_said(&d, "EXPIRED pakai, ENTERED minta");
    expect_in_hand(&d, 0, "kunci");
    desk_close(&d);
}

static void a_document_handed_back_holds_to_its_end(void **unused)
{
    struct desk d;
    (void)unused;
    reach_pinjam(&d);
    d.now = HOUR;
    desk_complete(&d, "pinjam");
    desk_complete(&d, "pakai");
    assert_said(&d, "COMPLETED pakai, ENDED");
    desk_close(&d);
}

static void what_a_callee_keeps_ages_from_its_return(void **unused)
{
    struct desk d;
    (void)unused;
    reach_pinjam(&d);
    desk_complete(&d, "pinjam");
    d.now = HOUR + HOUR / 2 + 1;
    desk_complete(&d, "pakai");
    expect_refused(&d, REFUSAL_RUN_OUT, "surat kunci");
    desk_close(&d);
}

/* A call step does not enter by itself with an input that has run out. */
static void a_call_refuses_what_ran_out(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "umur");
    desk_start(&d, "");
    desk_complete(&d, "tulis");
    d.now = HOUR + 1;
    desk_complete(&d, "tunggu");
    assert_said(&d, "COMPLETED tunggu");
    desk_complete(&d, "serah");
    expect_refused(&d, REFUSAL_RUN_OUT, "surat");
    desk_expire(&d, "serah");
    expect_refused(&d, REFUSAL_NO_EXPIRED, "");
    desk_close(&d);
}

/* SOP number i calls number i + 1; none of them is a circle, but together they go too deep. */
static void calls_go_down_to_the_limit(void **unused)
{
    enum { CHAIN = MAX_CALL_DEPTH + 2 };
    static char names[CHAIN][24], texts[CHAIN][160];
    static struct sheet sheets[CHAIN];
    struct office chain;
    struct desk d;
    (void)unused;
    for (int i = 0; i < CHAIN; i++) {
        snprintf(names[i], sizeof names[i], "kantor/s%d", i);
        snprintf(texts[i], sizeof texts[i],
                 i + 1 < CHAIN ? "title: T\nsteps: [{step: turun, actor: petugas, call: s%d}]\n"
                               : "title: T\nsteps: [{step: dasar, actor: petugas}]\n",
                 i + 1);
        sheets[i] = (struct sheet){names[i], texts[i]};
    }
    office_open(&chain, sheets, CHAIN);
    desk_open(&d, office_sop(&chain, "s0"));
    desk_start(&d, "");
    assert_int_equal(d.verdict, VERDICT_YES);
    assert_int_equal(d.state.depth, MAX_CALL_DEPTH);
    desk_complete(&d, "turun");
    expect_refused(&d, REFUSAL_TOO_DEEP, "");
    desk_close(&d);
    desk_open(&d, office_sop(&chain, "s1"));
    desk_start(&d, "");
    assert_int_equal(d.state.depth, MAX_CALL_DEPTH);
    desk_complete(&d, "dasar");
    assert_int_equal(d.state.status, CASE_ENDED);
    desk_close(&d);
    office_close(&chain);
}

/* --- parallel --- */

/* Completes the steps in every order that the branches allow and counts the orders. */
static size_t all_orders(const struct state *from, struct arena *arena)
{
    const struct sop *sop = state_sop(from);
    size_t orders = 0;
    if (from->status == CASE_ENDED)
        return 1;
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        struct state next;
        struct decision decision = {.arena = arena};
        struct command command = {.kind = COMMAND_COMPLETE, .step = s, .choice = CHOICE_NONE};
        assert_true(state_copy(&next, from, arena));
        bool due = bits_has(state_due(from, 0), s);
        assert_int_equal(decide(from, &command, &decision), due ? VERDICT_YES : VERDICT_REFUSED);
        for (size_t i = 0; i < decision.n; i++)
            assert_int_equal(apply(&next, &decision.events[i]), APPLIED);
        if (due)
            orders += all_orders(&next, arena);
    }
    return orders;
}

/* Three branches of 2, 1 and 2 steps: 5! / (2! 2!) orders; the step behind them comes last in each. */
static void branches_go_in_any_order(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct desk d;
    (void)unused;
    open_case(&d, "bersama-awal");
    desk_start(&d, "");
    assert_said(&d, "STARTED");
    expect_due(&d, "kiri tengah kanan");
    assert_int_equal(all_orders(&d.state, &arena), 30);
    arena_release(&arena);
    desk_close(&d);
}

static void all_branches_join(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "bersama-awal");
    desk_start(&d, "");
    desk_complete(&d, "bersama");
    expect_refused(&d, REFUSAL_NOT_DUE, "");
    desk_complete(&d, "kanan");
    expect_due(&d, "kiri tengah kanan-dua");
    desk_complete(&d, "kanan-dua");
    desk_complete(&d, "kanan-dua");
    expect_refused(&d, REFUSAL_NOT_DUE, "");
    desk_complete(&d, "tengah");
    expect_due(&d, "kiri");
    desk_complete(&d, "kiri");
    desk_complete(&d, "kiri-dua");
    assert_said(&d, "COMPLETED kiri-dua");
    expect_due(&d, "tutup");
    desk_close(&d);
}

/* One branch waits for a document, the other goes on; `next` of the parallel step leads past a step. */
static void one_branch_waits(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "bersama-tengah");
    desk_start(&d, "");
    desk_complete(&d, "buka");
    expect_due(&d, "kiri kanan");
    desk_complete(&d, "kiri");
    expect_refused(&d, REFUSAL_MISSING, "izin");
    desk_complete(&d, "kanan");
    expect_due(&d, "kiri");
    desk_hand(&d, 0, "izin");
    desk_complete(&d, "kiri");
    expect_due(&d, "tutup");
    desk_close(&d);
}

static void branches_end_the_case(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "bersama-akhir");
    desk_start(&d, "");
    desk_complete(&d, "buka");
    desk_complete(&d, "kanan");
    assert_said(&d, "COMPLETED kanan");
    desk_complete(&d, "kiri");
    assert_said(&d, "COMPLETED kiri, ENDED");
    desk_close(&d);
}

/* --- waivers --- */

static void waived_inputs_stand_in_the_event(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "diterima");
    desk_start(&d, "");
    desk_complete(&d, "olah");
    assert_said(&d, "COMPLETED olah, ENDED");
    assert_int_equal(d.events[1].waived.n, 2);
    desk_close(&d);
    open_case(&d, "diterima");
    desk_start(&d, "kadang");
    desk_complete(&d, "olah");
    assert_int_equal(d.events[1].waived.n, 1);
    assert_int_equal(d.events[1].waived.at[0], sop_document(state_sop(&d.state), TEXT("hilang")));
    desk_close(&d);
}

/* --- closed cases, wrong steps --- */

static void nothing_moves_a_closed_case(void **unused)
{
    struct desk d;
    (void)unused;
    for (int status = 0; status < 3; status++) {
        open_case(&d, "lurus");
        if (status)
            desk_start(&d, "minta lampiran");
        if (status == 1) {
            desk_complete(&d, "tulis");
            desk_complete(&d, "sahkan");
        } else if (status == 2) {
            desk_do(&d, (struct command){.kind = COMMAND_CANCEL});
            assert_said(&d, "CANCELLED");
            assert_int_equal(d.state.status, CASE_CANCELLED);
        }
        static const enum command_kind kinds[] = {COMMAND_HAND, COMMAND_COMPLETE, COMMAND_EXPIRE, COMMAND_CANCEL};
        for (size_t k = 0; k < 4; k++) {
            desk_do(&d, (struct command){.kind = kinds[k], .choice = CHOICE_NONE});
            expect_refused(&d, REFUSAL_NOT_OPEN, "");
        }
        if (status) {
            desk_start(&d, "minta");
            expect_refused(&d, REFUSAL_STARTED, "");
        }
        desk_close(&d);
    }
}

static void cancels_inside_a_call(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kakek");
    desk_start(&d, "bahan");
    desk_do(&d, (struct command){.kind = COMMAND_CANCEL});
    assert_said(&d, "CANCELLED");
    desk_complete(&d, "olah");
    expect_refused(&d, REFUSAL_NOT_OPEN, "");
    desk_close(&d);
}

/* The refusal speaks of the step that was meant, in the frame that was meant, or of none. */
static void steps_and_depths_out_of_range(void **unused)
{
    static const uint16_t steps[] = {0, 1, 2, 3, 63, 64, 1000, NONE, STEP_END, STEP_JOIN};
    static const enum command_kind kinds[] = {COMMAND_COMPLETE, COMMAND_EXPIRE};
    struct desk d;
    (void)unused;
    open_case(&d, "induk");
    desk_start(&d, "bahan");
    desk_complete(&d, "siap");
    for (uint16_t depth = 0; depth < 4; depth++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            for (size_t k = 0; k < 2; k++) {
                if (depth == 1 && steps[i] == 0)
                    continue;
                desk_do(&d,
                        (struct command){.kind = kinds[k], .depth = depth, .step = steps[i], .choice = CHOICE_NONE});
                expect_refused(&d, REFUSAL_NOT_DUE, "");
                const struct refusal *refusal = &d.decision.refusal;
                const struct sop *sop = depth <= 1 ? d.state.frames[depth].sop : NULL;
                bool exists = sop && steps[i] < sop->n_steps;
                assert_int_equal(refusal->step, exists ? steps[i] : NONE);
                assert_true(!exists || (refusal->depth == depth && refusal->sop == sop));
            }
    desk_close(&d);
}

/* --- apply() against what cannot be --- */

static uint16_t step_of(const struct desk *d, const char *key) { return sop_step(state_sop(&d->state), text_of(key)); }

static void impossible(struct desk *d, struct event event)
{
    struct state before;
    arena_reset(&d->scratch);
    assert_true(state_copy(&before, &d->state, &d->scratch));
    assert_int_equal(apply(&d->state, &event), APPLY_IMPOSSIBLE);
    assert_true(state_same(&before, &d->state));
}

#define LIST(...)                                                                                                      \
    (struct documents) { (const uint16_t[]){__VA_ARGS__}, sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t) }

static void impossible_starts(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus"); /* minta, lampiran, tak-perlu are 0, 1, 2 */
    impossible(&d, (struct event){.kind = EVENT_STARTED});
    impossible(&d, (struct event){.kind = EVENT_STARTED, .documents = LIST(1, 2)});
    impossible(&d, (struct event){.kind = EVENT_STARTED, .documents = LIST(1, 0)});
    impossible(&d, (struct event){.kind = EVENT_STARTED, .documents = LIST(0, 3)});
    impossible(&d, (struct event){.kind = EVENT_STARTED, .documents = LIST(0, 5)});
    impossible(&d, (struct event){.kind = EVENT_STARTED, .depth = 1, .documents = LIST(0)});
    for (int kind = 0; kind <= EVENT_KINDS; kind++)
        if (kind != EVENT_STARTED)
            impossible(&d, (struct event){.kind = (enum event_kind)kind, .documents = LIST(0)});
    desk_start(&d, "minta");
    impossible(&d, (struct event){.kind = EVENT_STARTED, .documents = LIST(0)});
    impossible(&d, (struct event){.kind = (enum event_kind)0});
    impossible(&d, (struct event){.kind = EVENT_KINDS});
    desk_close(&d);
}

static void impossible_hand_overs(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "minta");
    impossible(&d, (struct event){.kind = EVENT_HANDED});
    impossible(&d, (struct event){.kind = EVENT_HANDED, .documents = LIST(3)});
    impossible(&d, (struct event){.kind = EVENT_HANDED, .documents = LIST(0, 0)});
    impossible(&d, (struct event){.kind = EVENT_HANDED, .documents = LIST(5)});
    impossible(&d, (struct event){.kind = EVENT_HANDED, .depth = 1, .documents = LIST(0)});
    desk_close(&d);
}

static void impossible_completions(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "minta");
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 1});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 2});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = NONE});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .depth = 1});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .answer = ANSWER_YA});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .waived = LIST(0)});
    desk_complete(&d, "tulis");
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 1}); /* lampiran is missing */
    desk_close(&d);
    open_case(&d, "putusan");
    desk_start(&d, "");
    desk_complete(&d, "tulis");
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 1});
    desk_close(&d);
    open_case(&d, "diterima"); /* hilang, kadang are 0, 1 */
    desk_start(&d, "kadang");
    impossible(&d, (struct event){.kind = EVENT_COMPLETED});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .waived = LIST(1)});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .waived = LIST(0, 1)});
    desk_close(&d);
    reach_isi(&d);
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 1, .at = HOUR + 1});
    desk_close(&d);
}

static void impossible_calls(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "induk-minta");
    desk_start(&d, "");
    impossible(&d, (struct event){.kind = EVENT_ENTERED});                                  /* no call step */
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1, .documents = LIST(0)}); /* not due */
    impossible(&d, (struct event){.kind = EVENT_LEFT, .step = 1});
    desk_complete(&d, "siap");
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .step = 1});
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1}); /* bahan is missing there */
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1, .documents = LIST(2)});
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1, .documents = LIST(0, 9)});
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1, .choice = 1, .documents = LIST(0)});
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .step = 1, .waived = LIST(0), .documents = LIST(0)});
    impossible(&d, (struct event){.kind = EVENT_ENTERED, .depth = 1, .step = 1, .documents = LIST(0)});
    desk_enter(&d, "pesan", CHOICE_NONE, "bahan");
    impossible(&d, (struct event){.kind = EVENT_LEFT, .step = 1}); /* it has not ended */
    impossible(&d, (struct event){.kind = EVENT_ENDED, .depth = 1});
    impossible(&d, (struct event){.kind = EVENT_ENDED});
    impossible(&d, (struct event){.kind = EVENT_COMPLETED, .depth = 0, .step = 0});
    desk_complete(&d, "olah");
    assert_int_equal(
        apply(&d.state,
              &(struct event){.kind = EVENT_COMPLETED, .answer = ANSWER_YA, .depth = 1, .step = step_of(&d, "nilai")}),
        APPLIED);
    impossible(&d, (struct event){.kind = EVENT_LEFT, .step = 0});
    impossible(&d, (struct event){.kind = EVENT_LEFT, .depth = 1, .step = 1});
    impossible(&d, (struct event){.kind = EVENT_ENDED});
    assert_int_equal(apply(&d.state, &(struct event){.kind = EVENT_LEFT, .step = 1}), APPLIED);
    desk_close(&d);
}

static void impossible_skips(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "kecuali");
    desk_start(&d, "");
    impossible(&d, (struct event){.kind = EVENT_SKIPPED}); /* akun is not in hand */
    impossible(&d, (struct event){.kind = EVENT_SKIPPED, .step = 2});
    impossible(&d, (struct event){.kind = EVENT_SKIPPED, .step = 99});
    desk_complete(&d, "buat-akun");
    impossible(&d, (struct event){.kind = EVENT_SKIPPED, .step = 1}); /* no unless */
    impossible(&d, (struct event){.kind = EVENT_SKIPPED, .step = 0}); /* no longer due */
    desk_close(&d);
}

static void impossible_expiries(void **unused)
{
    struct desk d;
    int64_t late = 2 * (int64_t)DAY + 1;
    (void)unused;
    reach_isi(&d); /* tautan, kode, tanda, isian are 0 to 3 */
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = late});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = late, .documents = LIST(2)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = late, .documents = LIST(1, 0)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = late, .documents = LIST(1, 1)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = late, .documents = LIST(4)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = HOUR, .documents = LIST(1)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 1, .at = HOUR + 1, .documents = LIST(0, 1)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 0, .at = late, .documents = LIST(2)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .step = 9, .at = late, .documents = LIST(1)});
    impossible(&d, (struct event){.kind = EVENT_EXPIRED, .depth = 1, .step = 1, .at = late, .documents = LIST(1)});
    desk_close(&d);
}

static void impossible_ends(void **unused)
{
    struct desk d;
    (void)unused;
    open_case(&d, "lurus");
    desk_start(&d, "minta lampiran");
    impossible(&d, (struct event){.kind = EVENT_ENDED});
    impossible(&d, (struct event){.kind = EVENT_CANCELLED, .depth = 1});
    desk_complete(&d, "tulis");
    assert_int_equal(apply(&d.state, &(struct event){.kind = EVENT_COMPLETED, .step = 1}), APPLIED);
    impossible(&d, (struct event){.kind = EVENT_ENDED, .depth = 1});
    assert_int_equal(apply(&d.state, &(struct event){.kind = EVENT_ENDED}), APPLIED);
    for (int kind = 0; kind <= EVENT_KINDS; kind++)
        impossible(&d, (struct event){.kind = (enum event_kind)kind, .documents = LIST(0)});
    desk_close(&d);
}

/* --- refusals as rows --- */

static void every_refusal_was_met(void **unused)
{
    (void)unused;
#define REFUSAL(name, id, en)                                                                                          \
    if (!desk_met[REFUSAL_##name])                                                                                     \
        print_error("REFUSAL_%s was never provoked\n", #name);                                                         \
    assert_true(desk_met[REFUSAL_##name]);                                                                             \
    assert_string_equal(refusal_template(REFUSAL_##name, LANG_ID), id);                                                \
    assert_string_equal(refusal_template(REFUSAL_##name, LANG_EN), en);
#include "run/refusals.def"
#undef REFUSAL
}

/* --- what a decision's Tidak does --- */

static bool goes_back(const char *name, const char *step)
{
    const struct sop *sop = office_sop(&office, name);
    return sop_goes_back(sop, sop_step(sop, text_of(step)));
}

static void some_decisions_go_back(void **unused)
{
    (void)unused;
    assert_true(goes_back("putusan", "periksa"));
    assert_false(goes_back("putusan", "putus"));
    assert_false(goes_back("putusan", "tulis"));
    assert_true(goes_back("kecuali-putusan", "periksa"));
    assert_false(goes_back("anak", "nilai"));
}

/* --- plays --- */

/* Plays with one entry of one kind; the caller releases the arena. */
static struct play play_of(struct arena *arena, const char *name, struct script *script)
{
    struct play play;
    assert_int_equal(play_run(&play, arena, office_sop(&office, name), script), STATUS_OK);
    return play;
}

static void expect_error(const char *name, struct script script, enum play_error_kind kind, const char *near)
{
    struct arena arena = ARENA_INIT;
    struct play play = play_of(&arena, name, &script);
    assert_int_equal(play.error.kind, kind);
    assert_string_equal(play.error.near.len ? play.error.near.at : "", near);
    assert_int_equal(play.n_events, 0);
    arena_release(&arena);
}

#define TOLD(path, list)                                                                                               \
    {                                                                                                                  \
        &(struct told){.step = TEXT(path), .n = 1, list}, 1                                                            \
    }
#define NAMED(name)                                                                                                    \
    {                                                                                                                  \
        &TEXT(name), 1                                                                                                 \
    }

static void wrong_scripts_run_nothing(void **unused)
{
    static const enum answer ya[] = {ANSWER_YA};
    (void)unused;
    expect_error("induk", (struct script){.answers = TOLD("pesan/nilia", .answers = ya)}, PLAY_UNKNOWN_STEP,
                 "pesan/nilai");
    expect_error("induk", (struct script){.answers = TOLD("siap/nilai", .answers = ya)}, PLAY_UNKNOWN_STEP,
                 "pesan/nilai");
    expect_error("induk", (struct script){.answers = TOLD("", .answers = ya)}, PLAY_UNKNOWN_STEP, "");
    expect_error("induk", (struct script){.answers = TOLD("pesan/nilai/", .answers = ya)}, PLAY_UNKNOWN_STEP,
                 "pesan/nilai");
    expect_error("induk", (struct script){.answers = TOLD("siap", .answers = ya)}, PLAY_NO_DECISION, "");
    expect_error("induk", (struct script){.choices = TOLD("siap", .choices = &TEXT("anak"))}, PLAY_NO_CALL, "");
    expect_error("induk", (struct script){.choices = TOLD("pesan", .choices = &TEXT("ank"))}, PLAY_UNKNOWN_CHOICE,
                 "anak");
    expect_error("induk", (struct script){.expires = TOLD("pakai", .answers = NULL)}, PLAY_NO_EXPIRED, "");
    expect_error("induk", (struct script){.without = NAMED("bahn")}, PLAY_NOT_GIVEN, "bahan");
    expect_error("induk", (struct script){.without = NAMED("barang")}, PLAY_NOT_GIVEN, "bahan");
    expect_error("induk", (struct script){.with = NAMED("bahan")}, PLAY_NOT_OPTIONAL, "");
    expect_error("induk", (struct script){.with = NAMED("pesan/bahan")}, PLAY_NOT_OPTIONAL, "");
}

/* A choice of callees: a name counts where any of them knows it. */
static void scripts_name_any_callee(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct script script = {.choices = TOLD("pilih", .choices = &TEXT("anak-dua")),
                            .without = NAMED("pilih/bahan"),
                            .with = NAMED("pilih/tambahan")};
    (void)unused;
    struct play play = play_of(&arena, "induk-pilih", &script);
    assert_int_equal(play.error.kind, PLAY_FINE);
    assert_true(play.ended);
    assert_int_equal(play_visits(&play, TEXT("pilih/putar")), 1);
    assert_int_equal(play_visits(&play, TEXT("pilih")), 1);
    assert_int_equal(play_visits(&play, TEXT("putar")), 0);
    arena_release(&arena);
}

/* A path may stand for a step of each callee; what one of them calls may be chosen, whichever is read last. */
static void scripts_choose_what_any_callee_calls(void **unused)
{
    const struct text names[] = {TEXT("anak"), TEXT("anak-dua"), TEXT("kantor/anak")};
    (void)unused;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct script script = {.choices = TOLD("suruh/antar", .choices = &names[i])};
        struct arena arena = ARENA_INIT;
        struct play play = play_of(&arena, "kakek-pilih", &script);
        assert_int_equal(play.error.kind, PLAY_FINE);
        assert_true(play.ended);
        arena_release(&arena);
    }
    expect_error("kakek-pilih", (struct script){.choices = TOLD("suruh/antar", .choices = &TEXT("ank-dua"))},
                 PLAY_UNKNOWN_CHOICE, "anak-dua");
}

static void refusals_name_who_should_have(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct script none = {0};
    (void)unused;
    struct play play = play_of(&arena, "lompat", &none);
    assert_false(play.ended);
    assert_int_equal(play.n_refused, 1);
    const struct refused *refused = &play.refused[0];
    assert_true(text_eq(refused->path, TEXT("pakai")) && text_eq(refused->actor, TEXT("pemohon")));
    assert_int_equal(refused->n_missing, 1);
    assert_true(text_eq(refused->missing[0].document, TEXT("cap")));
    assert_true(text_eq(refused->missing[0].from_step, TEXT("bubuhkan")));
    assert_true(text_eq(refused->missing[0].from_actor, TEXT("petugas")));
    assert_false(refused->missing[0].given);
    arena_release(&arena);
}

static void endless_plays_are_cut(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct script none = {0};
    (void)unused;
    struct play play = play_of(&arena, "putar", &none);
    assert_true(play.cut && !play.ended);
    assert_int_equal(play.n_moves, MAX_RUN_STEPS);
    assert_int_equal(play.elapsed.work.sort, DURATION_NONE);
    assert_true(play.elapsed.wall.min_ms == (int64_t)DAY * MAX_RUN_STEPS);
    assert_true(play.elapsed.wall.max_ms == 2 * (int64_t)DAY * MAX_RUN_STEPS);
    arena_release(&arena);
}

/* --- time of a play --- */

static struct elapsed time_of(const char *name)
{
    static const struct text with[] = {{"izin", 4}};
    struct arena arena = ARENA_INIT;
    struct play play;
    struct script script = {.with = {with, strcmp(name, "bersama-tengah") == 0}};
    assert_int_equal(play_run(&play, &arena, office_sop(&office, name), &script), STATUS_OK);
    assert_int_equal(play.error.kind, PLAY_FINE);
    assert_true(play.ended);
    struct elapsed elapsed = play.elapsed;
    arena_release(&arena);
    return elapsed;
}

/* Branches run beside each other, the longest counts; steps behind each other add up. */
static void time_of_branches(void **unused)
{
    enum { MINUTE = 60000 };
    (void)unused;
    assert_int_equal(time_of("bersama-tengah").work.max_ms, 7 * MINUTE);
    assert_int_equal(time_of("bersama-akhir").work.max_ms, 6 * MINUTE);
    assert_int_equal(time_of("bersama-beruntun").work.max_ms, 16 * MINUTE);
    assert_int_equal(time_of("bersama-awal").unknown, 6);
}

/* A branch goes on when the document is there that another branch makes, not sooner. */
static void time_of_branches_that_wait(void **unused)
{
    enum { MINUTE = 60000 };
    (void)unused;
    assert_int_equal(time_of("bersama-menunggu").work.max_ms, 161 * MINUTE);
    assert_int_equal(time_of("bersama-menunggu").work.min_ms, 161 * MINUTE);
    assert_int_equal(time_of("bersama-ditunggu").work.max_ms, 161 * MINUTE);
    assert_int_equal(time_of("bersama-terlambat").work.max_ms, 181 * MINUTE);
}

/* What was in hand when the block fell due is not waited for: 5 + 60 minutes with the new permit, 60 with the old. */
static void time_of_branches_that_have_it_already(void **unused)
{
    enum { MINUTE = 60000 };
    static const enum answer answers[] = {ANSWER_TIDAK, ANSWER_YA};
    const struct told told = {.step = TEXT("periksa"), .answers = answers, .n = 2};
    struct script script = {.answers = {&told, 1}};
    struct arena arena = ARENA_INIT;
    struct play play;
    (void)unused;
    assert_int_equal(play_run(&play, &arena, office_sop(&office, "bersama-lagi"), &script), STATUS_OK);
    assert_true(play.ended);
    assert_int_equal(play.elapsed.work.max_ms, (65 + 1 + 60 + 1) * MINUTE);
    arena_release(&arena);
}

/* A block begins as if it were the first, and takes the room that the first one took. */
static void every_round_of_a_block_is_alike(void **unused)
{
    enum { MINUTE = 60000, ROUNDS = 1000 };
    static const char *const steps[] = {"buat", "pakai", "periksa"};
    const struct sop *sop = office_sop(&office, "bersama-lagi");
    struct arena arena = ARENA_INIT;
    struct stopwatch watch = {.parallel = NONE};
    const uint64_t nothing[1] = {0};
    const char *end = NULL;
    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            uint16_t step = sop_step(sop, text_of(steps[i]));
            stopwatch_begin(&watch, sop, step, nothing, &arena);
            stopwatch_complete(&watch, sop, step);
        }
        assert_true(watch.now.work.max_ms == (int64_t)(round + 1) * 66 * MINUTE);
        assert_true(!end || end == arena.at);
        end = arena.at;
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_over_outputs),
        cmocka_unit_test(names_what_is_missing),
        cmocka_unit_test(start_demands_given_documents),
        cmocka_unit_test(documents_come_rising_and_once),
        cmocka_unit_test(hands_over_late),
        cmocka_unit_test(rework_makes_a_second_version),
        cmocka_unit_test(each_answer_hands_over_its_own),
        cmocka_unit_test(only_decisions_are_answered),
        cmocka_unit_test(skips_what_is_in_hand),
        cmocka_unit_test(skips_a_chain),
        cmocka_unit_test(late_document_skips_the_due_step),
        cmocka_unit_test(skipped_decision_goes_on_as_after_ya),
        cmocka_unit_test(circle_of_skips_is_refused),
        cmocka_unit_test(validity_ends_after_its_last_millisecond),
        cmocka_unit_test(expire_takes_out_what_ran_out),
        cmocka_unit_test(expire_is_for_due_steps_that_state_it),
        cmocka_unit_test(the_ends_of_time),
        cmocka_unit_test(enters_and_leaves_by_itself),
        cmocka_unit_test(ends_after_tidak_like_any_other),
        cmocka_unit_test(asks_for_what_is_not_passed),
        cmocka_unit_test(a_choice_is_made),
        cmocka_unit_test(the_other_choice),
        cmocka_unit_test(calls_within_calls),
        cmocka_unit_test(a_passed_document_keeps_its_age),
        cmocka_unit_test(a_document_handed_back_keeps_its_age),
        cmocka_unit_test(a_document_handed_back_holds_to_its_end),
        cmocka_unit_test(what_a_callee_keeps_ages_from_its_return),
        cmocka_unit_test(a_call_refuses_what_ran_out),
        cmocka_unit_test(calls_go_down_to_the_limit),
        cmocka_unit_test(branches_go_in_any_order),
        cmocka_unit_test(all_branches_join),
        cmocka_unit_test(one_branch_waits),
        cmocka_unit_test(branches_end_the_case),
        cmocka_unit_test(waived_inputs_stand_in_the_event),
        cmocka_unit_test(nothing_moves_a_closed_case),
        cmocka_unit_test(cancels_inside_a_call),
        cmocka_unit_test(steps_and_depths_out_of_range),
        cmocka_unit_test(impossible_starts),
        cmocka_unit_test(impossible_hand_overs),
        cmocka_unit_test(impossible_completions),
        cmocka_unit_test(impossible_calls),
        cmocka_unit_test(impossible_skips),
        cmocka_unit_test(impossible_expiries),
        cmocka_unit_test(impossible_ends),
        cmocka_unit_test(every_refusal_was_met), /* after those that provoke them */
        cmocka_unit_test(some_decisions_go_back),
        cmocka_unit_test(wrong_scripts_run_nothing),
        cmocka_unit_test(scripts_name_any_callee),
        cmocka_unit_test(scripts_choose_what_any_callee_calls),
        cmocka_unit_test(refusals_name_who_should_have),
        cmocka_unit_test(endless_plays_are_cut),
        cmocka_unit_test(time_of_branches),
        cmocka_unit_test(time_of_branches_that_wait),
        cmocka_unit_test(time_of_branches_that_have_it_already),
        cmocka_unit_test(every_round_of_a_block_is_alike),
    };
    return cmocka_run_group_tests_name("interpreter", tests, open_office, close_office);
}
