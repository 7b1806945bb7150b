/* What baku_compare answers about variants in files: counts, times, norms, and what cannot be compared. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "baku_compare.h"

static const char region[] = "name: Wilayah\nactors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas,\n"
                             "  kepala: Kepala}\n";

static json_t *compare(enum baku_status expected, const char *service)
{
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    enum baku_status status = baku_compare(baku, service, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

/* Writes a SOP of the service `izin`. */
static void write_variant(const char *name, const char *rest)
{
    char region_name[64], text[4096];
    snprintf(region_name, sizeof region_name, "%.*s/region.yaml", (int)strcspn(name, "/"), name);
    folder_write(region_name, region);
    snprintf(text, sizeof text, "title: T\nservice: izin\n%s", rest);
    folder_write(name, text);
}

/* A variant whose one step has that duration; "" is none. */
static void write_norm(const char *name, const char *duration)
{
    char rest[200];
    snprintf(rest, sizeof rest, "steps: [{step: cek, actor: petugas, activity: Memeriksa berkas%s%s}]\n",
             *duration ? ", duration: " : "", duration);
    write_variant(name, rest);
}

/* --- what is said of a comparison --- */

static void say_duration(char *to, size_t size, const json_t *duration)
{
    if (json_is_null(duration))
        snprintf(to, size, "-");
    else
        snprintf(to, size, "%g-%g", json_number_value(json_object_get(duration, "min_s")),
                 json_number_value(json_object_get(duration, "max_s")));
}

/* The norms as "cek: a/x 60-60 shortest, b/x - ; …". Releases the document. */
static void expect_norms(json_t *document, const char *expected)
{
    static char all[4096];
    size_t i, k, used = 0;
    json_t *norm, *value;
    all[0] = '\0';
    json_array_foreach (json_object_get(document, "norms"), i, norm)
        json_array_foreach (json_object_get(norm, "values"), k, value) {
            char duration[64];
            say_duration(duration, sizeof duration, json_object_get(value, "duration"));
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %s %s",
                                     k   ? ", "
                                     : i ? "; "
                                         : "",
                                     string_at(value, "sop"), duration, string_at(value, "rank"));
            assert_true(used < sizeof all);
        }
    json_decref(document);
    assert_string_equal(all, expected);
}

static json_t *variant_at(json_t *document, size_t i)
{
    json_t *variant = json_array_get(json_object_get(document, "variants"), i);
    assert_non_null(variant);
    return variant;
}

static void expect_count(const json_t *variant, const char *key, json_int_t expected)
{
    if (integer_at(variant, key) != expected)
        fail_msg("%s: %d", key, (int)integer_at(variant, key));
}

static void expect_time(const json_t *variant, const char *key, const char *expected)
{
    char duration[64];
    assert_non_null(json_object_get(variant, key));
    say_duration(duration, sizeof duration, json_object_get(variant, key));
    assert_string_equal(duration, expected);
}

/* --- variants --- */

static void a_variant_is_counted(void **state)
{
    (void)state;
    write_variant("a/x.yaml",
                  "actors: [pemohon, petugas, kepala]\n"
                  "documents: {surat: {title: S, given: true}, peta: {title: P, given: optional}, draf: D, izin: I}\n"
                  "steps:\n"
                  "- {step: tulis, actor: pemohon, inputs: [surat], outputs: [draf], duration: 10 menit}\n"
                  "- {step: gambar, actor: pemohon, outputs: [peta], unless: peta, duration: 5 menit}\n"
                  "- {step: cek, actor: petugas, inputs: [draf], duration: 2 menit,\n"
                  "   decision: {question: Q, tidak: tulis}}\n"
                  "- {step: beri, actor: petugas, outputs: [izin], duration: 1-3 menit}\n"
                  "claims: {total: 18 menit}\n");
    json_t *document = compare(BAKU_YES, "izin"), *variant = variant_at(document, 0);
    assert_string_equal(string_at(document, "service"), "izin");
    assert_string_equal(string_at(variant, "sop"), "a/x");
    assert_string_equal(string_at(variant, "title"), "T");
    assert_string_equal(string_at(variant, "region"), "a");
    assert_string_equal(string_at(variant, "region_name"), "Wilayah");
    expect_count(variant, "steps", 4);
    expect_count(variant, "actors", 2);
    expect_count(variant, "handoffs", 1);
    expect_count(variant, "decisions", 1);
    expect_count(variant, "documents", 4);
    expect_count(variant, "given", 2);
    expect_time(variant, "straight", "780-1200");
    expect_time(variant, "applicant", "600-900");
    expect_time(variant, "office", "180-300");
    expect_time(variant, "claim", "1080-1080");
    assert_string_equal(string_at(variant, "claim_text"), "18 menit");
    assert_string_equal(string_at(variant, "verdict"), "variant");
    assert_true(json_is_false(json_object_get(variant, "lower_bound")));
    assert_true(json_is_false(json_object_get(variant, "wall")));
    assert_int_equal(integer_at(document, "shared"), 0);
    json_decref(document);
}

/* A parallel step is the frame of its branches; a call is one step, but its time counts. */
static void frames_and_calls(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/cek.yaml", "title: C\nsteps: [{step: hitung, actor: kepala, duration: 4 menit}]\n");
    write_variant("a/x.yaml", "steps:\n"
                              "- {step: minta, actor: pemohon, duration: 1 menit}\n"
                              "- step: bersama\n  parallel:\n"
                              "  - [{step: kiri, actor: petugas, duration: 10 menit}]\n"
                              "  - [{step: kanan, actor: pemohon, duration: 20 menit}]\n"
                              "- {step: periksa, actor: petugas, duration: 3 menit, call: cek}\n"
                              "- {step: lagi, actor: petugas, call: [cek]}\n");
    json_t *document = compare(BAKU_YES, "izin"), *variant = variant_at(document, 0);
    expect_count(variant, "steps", 5);
    expect_count(variant, "actors", 2);
    expect_count(variant, "handoffs", 2);
    assert_int_equal(json_array_size(json_object_get(variant, "calls")), 1);
    expect_time(variant, "straight", "1740-1740");
    expect_time(variant, "applicant", "1260-1260");
    expect_time(variant, "office", "1080-1080");
    assert_string_equal(string_at(variant, "verdict"), "none");
    assert_true(json_is_null(json_object_get(variant, "claim")));
    assert_true(json_is_null(json_object_get(variant, "claim_text")));
    json_decref(document);
}

/* A time that is not stated, here or in what is called, and one on the wall, are told. */
static void totals_that_are_not_the_whole(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/cek.yaml", "title: C\nsteps: [{step: hitung, actor: kepala}]\n");
    write_variant("a/satu.yaml", "steps:\n- {step: a, actor: petugas, duration: 1 menit}\n- {step: b, actor: petugas}\n"
                                 "claims: {total: 1 menit}\n");
    write_variant("a/dua.yaml", "steps: [{step: a, actor: petugas, call: cek}]\n");
    write_variant("a/tiga.yaml", "steps: [{step: a, actor: petugas, duration: 2 hari kalender}]\n"
                                 "claims: {total: 2 hari kalender}\n");
    write_variant("a/empat.yaml", "steps: [{step: a, actor: petugas, duration: 1 menit,\n"
                                  "  decision: {question: Q, ya: end, tidak: b}}, {step: b, actor: petugas}]\n");
    json_t *document = compare(BAKU_YES, "izin");
    static const struct {
        const char *sop, *straight, *claim, *verdict;
        bool least, wall;
    } rows[] = {{"a/dua", "0-0", "-", "none", true, false},
                {"a/empat", "60-60", "-", "none", false, false},
                {"a/satu", "60-60", "60-60", "lower-bound", true, false},
                {"a/tiga", "0-0", "172800-172800", "none", false, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *variant = variant_at(document, i);
        assert_string_equal(string_at(variant, "sop"), rows[i].sop);
        expect_time(variant, "straight", rows[i].straight);
        expect_time(variant, "claim", rows[i].claim);
        assert_string_equal(string_at(variant, "verdict"), rows[i].verdict);
        assert_int_equal(json_is_true(json_object_get(variant, "lower_bound")), rows[i].least);
        assert_int_equal(json_is_true(json_object_get(variant, "wall")), rows[i].wall);
        assert_int_equal(json_is_true(json_object_get(variant, "claim_is_wall")), rows[i].wall);
    }
    json_decref(document);
}

static void a_way_without_an_end_has_no_time(void **state)
{
    (void)state;
    write_variant("a/x.yaml", "steps:\n- {step: a, actor: petugas, duration: 1 menit}\n"
                              "- {step: b, actor: pemohon, decision: {question: Q, ya: a, tidak: end}}\n");
    json_t *document = compare(BAKU_YES, "izin"), *variant = variant_at(document, 0);
    assert_true(json_is_null(json_object_get(variant, "handoffs")));
    expect_time(variant, "straight", "-");
    expect_time(variant, "applicant", "-");
    expect_time(variant, "office", "-");
    assert_string_equal(string_at(variant, "straight_reason"), "endless");
    json_decref(document);
}

/* A thousand steps of a century each, three times. */
static void a_way_too_long_to_add_up_has_no_time(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    FILE *file = folder_begin("a/lama.yaml");
    fputs("title: L\nsteps:\n", file);
    for (int i = 0; i < 1000; i++)
        fprintf(file, "- {step: s%d, actor: petugas, duration: 876600 jam}\n", i);
    folder_end(file);
    write_variant("a/x.yaml", "steps:\n- {step: a, actor: petugas, call: lama}\n"
                              "- {step: b, actor: petugas, call: lama}\n- {step: c, actor: petugas, call: lama}\n");
    json_t *document = compare(BAKU_YES, "izin"), *variant = variant_at(document, 0);
    expect_count(variant, "handoffs", 0);
    expect_time(variant, "straight", "-");
    expect_time(variant, "office", "-");
    assert_string_equal(string_at(variant, "straight_reason"), "too-long");
    json_decref(document);
}

/* --- norms --- */

static void equal_norms_are_agreed(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 jam");
    write_norm("b/x.yaml", "60 menit");
    write_norm("b/y.yaml", "1.0 jam");
    json_t *document = compare(BAKU_YES, "izin");
    assert_int_equal(integer_at(document, "shared"), 1);
    assert_int_equal(integer_at(document, "agreed"), 1);
    expect_norms(document, "");
}

static void norms_are_ranked(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "3 menit");
    write_norm("a/y.yaml", "2 menit");
    write_norm("b/x.yaml", "5 menit");
    write_norm("b/y.yaml", "5 menit");
    json_t *document = compare(BAKU_YES, "izin");
    assert_int_equal(integer_at(document, "shared"), 1);
    assert_int_equal(integer_at(document, "agreed"), 0);
    expect_norms(document, "a/x 180-180 , a/y 120-120 shortest, b/x 300-300 longest, b/y 300-300 longest");
}

/* A range within another one is neither shorter nor longer. */
static void only_what_is_sure_is_ranked(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1-5 menit");
    write_norm("b/x.yaml", "2-3 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 60-300 , b/x 120-180 ");
    write_norm("a/x.yaml", "1-3 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 60-180 shortest, b/x 120-180 longest");
    write_norm("a/x.yaml", "1-3 menit");
    write_norm("b/x.yaml", "1-4 menit");
    write_norm("c/x.yaml", "2-3 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 60-180 shortest, b/x 60-240 , c/x 120-180 ");
}

static void a_norm_that_is_not_stated_differs(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "");
    write_norm("b/x.yaml", "2 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x - , b/x 120-120 ");
    write_norm("c/x.yaml", "3 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x - , b/x 120-120 shortest, c/x 180-180 longest");
    write_norm("b/x.yaml", "");
    write_norm("c/x.yaml", "");
    expect_norms(compare(BAKU_YES, "izin"), "");
}

/* The region defines no plain day; and a calendar day is no working time. */
static void what_cannot_be_set_against_each_other(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 hari");
    write_norm("b/x.yaml", "1 Hari");
    expect_norms(compare(BAKU_YES, "izin"), "");
    write_norm("c/x.yaml", "2 hari");
    expect_norms(compare(BAKU_YES, "izin"), "a/x - , b/x - , c/x - ");
    write_norm("c/x.yaml", "2 menit");
    write_norm("b/x.yaml", "3 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x - , b/x 180-180 , c/x 120-120 ");
    write_norm("a/x.yaml", "1 hari kalender");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 86400-86400 , b/x 180-180 , c/x 120-120 ");
    write_norm("b/x.yaml", "1440 menit");
    write_norm("c/x.yaml", "1440 menit");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 86400-86400 , b/x 86400-86400 , c/x 86400-86400 ");
    write_norm("b/x.yaml", "2 hari kalender");
    write_norm("c/x.yaml", "3 hari kalender");
    expect_norms(compare(BAKU_YES, "izin"), "a/x 86400-86400 shortest, b/x 172800-172800 , c/x 259200-259200 longest");
}

static void a_value_tells_what_it_is(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/hitung.yaml", "title: H\nsteps: [{step: h, actor: kepala, duration: 9 menit}]\n");
    write_variant("a/x.yaml", "steps: [{step: cek, actor: petugas, activity: [Memeriksa, \"surat \\n  masuk. \\n \"],\n"
                              "  duration: 1 jam, call: hitung}]\n");
    write_variant("b/x.yaml", "steps: [{step: periksa, actor: kepala, activity: memeriksa surat masuk,\n"
                              "  duration: 5 menit}]\n");
    write_variant("c/x.yaml", "steps: [{step: cek, actor: pemohon, duration: 2 hari kalender}]\n");
    json_t *document = compare(BAKU_YES, "izin"), *norm = json_array_get(json_object_get(document, "norms"), 0);
    json_t *values = json_object_get(norm, "values"), *value = json_array_get(values, 0);
    assert_string_equal(string_at(norm, "activity"), "Memeriksa surat masuk.");
    assert_string_equal(string_at(value, "step"), "cek");
    assert_string_equal(string_at(value, "actor"), "petugas");
    assert_string_equal(string_at(value, "actor_title"), "Petugas");
    assert_string_equal(string_at(value, "duration_text"), "1 jam");
    assert_string_equal(json_string_value(json_array_get(json_object_get(value, "calls"), 0)), "a/hitung");
    value = json_array_get(values, 1);
    assert_string_equal(string_at(value, "step"), "periksa");
    assert_true(json_is_true(json_object_get(value, "same_words")));
    assert_int_equal(json_array_size(json_object_get(value, "calls")), 0);
    value = json_array_get(values, 2);
    assert_true(json_is_false(json_object_get(value, "same_words")));
    assert_true(json_is_true(json_object_get(value, "duration_is_wall")));
    assert_string_equal(string_at(value, "words"), "cek");
    json_decref(document);
}

/* Its branches have the norms. */
static void a_parallel_step_has_no_norm(void **state)
{
    (void)state;
    write_variant("a/x.yaml", "steps: [{step: cek, actor: petugas, duration: 1 menit}]\n");
    write_variant("b/x.yaml", "steps:\n- step: cek\n  parallel:\n  - [{step: kiri, actor: petugas}]\n"
                              "  - [{step: kanan, actor: petugas}]\n");
    json_t *document = compare(BAKU_YES, "izin");
    assert_int_equal(integer_at(document, "shared"), 0);
    expect_norms(document, "");
}

static void steps_of_one_variant_stand_alone(void **state)
{
    (void)state;
    write_variant("a/x.yaml", "steps: [{step: a, actor: petugas}, {step: b, actor: petugas}]\n");
    write_variant("b/x.yaml", "steps:\n- {step: b, actor: petugas}\n- {step: c, actor: petugas}\n- step: d\n"
                              "  parallel:\n  - [{step: e, actor: petugas}]\n  - [{step: f, actor: petugas}]\n");
    json_t *document = compare(BAKU_YES, "izin"), *alone = json_object_get(document, "alone");
    json_t *expected =
        json_pack("[{s:s,s:[s]},{s:s,s:[s,s,s]}]", "sop", "a/x", "steps", "a", "sop", "b/x", "steps", "c", "e", "f");
    assert_true(json_equal(alone, expected));
    json_decref(expected);
    json_decref(document);
}

/* --- which service --- */

static void expect_error(json_t *document, const char *message, const char *help)
{
    json_t *error = json_object_get(document, "error");
    if (!strstr(string_at(error, "message"), message) || !strstr(string_at(error, "help"), help))
        fail_msg("%s / %s", string_at(error, "message"), string_at(error, "help"));
    json_decref(document);
}

static void a_service_is_found_by_its_sops_too(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 menit");
    write_norm("b/x.yaml", "2 menit");
    folder_write("b/tanpa.yaml", "title: T\nsteps: [{step: cek, actor: petugas}]\n");
    json_t *by_name = compare(BAKU_YES, "izin"), *by_sop = compare(BAKU_YES, "b/x");
    assert_true(json_equal(by_name, by_sop));
    json_decref(by_name);
    json_decref(by_sop);
    expect_error(compare(BAKU_UNKNOWN, "izn"), "no service `izn`", "Did you mean `izin`?");
    expect_error(compare(BAKU_UNKNOWN, "b/xy"), "no service `b/xy`", "Did you mean `b/x`?");
    expect_error(compare(BAKU_UNKNOWN, ""), "no service ``", "baku compare");
    expect_error(compare(BAKU_UNKNOWN, "b/tanpa"), "`b/tanpa` names no service", "`service`");
}

static void services_are_listed(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 menit");
    write_norm("b/x.yaml", "2 menit");
    folder_write("b/tanpa.yaml", "title: T\nsteps: [{step: cek, actor: petugas}]\n");
    folder_write("b/lain.yaml", "title: T\nservice: \"1 \\t<b>\"\nsteps: [{step: cek, actor: petugas}]\n");
    json_t *document = compare(BAKU_YES, NULL);
    json_t *expected = json_pack("{s:[{s:s,s:i,s:[s]},{s:s,s:i,s:[s,s]}],s:[s],s:[]}", "services", "service", "1 \t<b>",
                                 "variants", 1, "sops", "b/lain", "service", "izin", "variants", 2, "sops", "a/x",
                                 "b/x", "without", "b/tanpa", "uncompared");
    assert_true(json_equal(document, expected));
    json_decref(expected);
    json_decref(document);
}

static void a_folder_without_regions_has_no_services(void **state)
{
    (void)state;
    expect_error(compare(BAKU_UNKNOWN, NULL), "is no region and holds none", "region.yaml");
}

/* --- what cannot be compared --- */

/* "SOP < culprit: reason" for each. Releases the document. */
static void expect_uncompared(json_t *document, size_t variants, const char *expected)
{
    static char all[1024];
    size_t i, used = 0;
    json_t *sop;
    all[0] = '\0';
    if (json_array_size(json_object_get(document, "variants")) != variants)
        fail_msg("%zu variants", json_array_size(json_object_get(document, "variants")));
    json_array_foreach (json_object_get(document, "uncompared"), i, sop)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s < %s: %s", i ? "; " : "", string_at(sop, "sop"),
                                 string_at(sop, "culprit"), string_at(sop, "reason"));
    json_decref(document);
    assert_string_equal(all, expected);
}

static void broken_variants_are_listed(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 menit");
    write_norm("b/x.yaml", "1 menitt");
    expect_uncompared(compare(BAKU_NO, "izin"), 1, "b/x < b/x: it has errors");
    write_norm("a/x.yaml", "1 mnt");
    expect_uncompared(compare(BAKU_NO, "izin"), 0, "a/x < a/x: it has errors; b/x < b/x: it has errors");
}

static void what_a_variant_needs_may_be_broken(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 menit");
    write_norm("b/x.yaml", "1 menit");
    folder_write("b/region.yaml", "actors: {petugas: Petugas}\nentah: 1\n");
    folder_write("a/cek.yaml", "title: C\nsteps: [{step: s, actor: siapa}]\n");
    write_variant("a/y.yaml", "steps: [{step: cek, actor: petugas, call: cek}]\n");
    expect_uncompared(compare(BAKU_NO, "izin"), 1,
                      "a/y < a/cek: a SOP that it calls has errors; b/x < b/x: its region's file has errors");
}

/* It may be a variant of any service. */
static void what_cannot_be_read_is_never_passed_over(void **state)
{
    (void)state;
    write_norm("a/x.yaml", "1 menit");
    folder_write("a/y.yaml", "service: izin\ntitle: [\n");
    expect_uncompared(compare(BAKU_NO, "izin"), 1, "a/y < a/y: it cannot be read, so its service is not known");
    expect_uncompared(compare(BAKU_NO, NULL), 0, "a/y < a/y: it cannot be read, so its service is not known");
    json_t *document = compare(BAKU_NO, "a/y");
    assert_true(json_array_size(json_object_get(document, "findings")) > 0);
    json_decref(document);
}

/* A finding that is no error keeps nobody out, nor does an error elsewhere. */
static void warnings_do_not_matter(void **state)
{
    (void)state;
    write_variant("a/x.yaml", "documents: {d: D}\nsteps: [{step: cek, actor: petugas, outputs: [d]}]\n");
    folder_write("a/lain.yaml", "title: T\nservice: lain\nsteps: [{step: s, actor: siapa}]\n");
    expect_uncompared(compare(BAKU_YES, "izin"), 1, "");
}

/* --- many and large --- */

enum { VARIANTS = 40, STEPS = 400 };

static void write_large(const char *name, int number)
{
    char start[64];
    folder_write("a/region.yaml", region);
    FILE *file = folder_begin(name);
    snprintf(start, sizeof start, "title: T\nservice: izin\nsteps:\n");
    fputs(start, file);
    for (int i = 0; i < STEPS; i++)
        fprintf(file, "- {step: s%d-%d, actor: petugas, activity: Kegiatan %d, duration: %d menit}\n", number, i, i,
                i % 2 ? number + 1 : 1);
    folder_end(file);
}

static void many_large_variants(void **state)
{
    (void)state;
    for (int i = 0; i < VARIANTS; i++) {
        char name[64];
        snprintf(name, sizeof name, "a/x%02d.yaml", i);
        write_large(name, i);
    }
    json_t *document = compare(BAKU_YES, "izin");
    assert_int_equal(json_array_size(json_object_get(document, "variants")), VARIANTS);
    assert_int_equal(integer_at(document, "shared"), STEPS);
    assert_int_equal(integer_at(document, "agreed"), STEPS / 2);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(a_variant_is_counted),
        folder_test(frames_and_calls),
        folder_test(totals_that_are_not_the_whole),
        folder_test(a_way_without_an_end_has_no_time),
        folder_test(a_way_too_long_to_add_up_has_no_time),
        folder_test(equal_norms_are_agreed),
        folder_test(norms_are_ranked),
        folder_test(only_what_is_sure_is_ranked),
        folder_test(a_norm_that_is_not_stated_differs),
        folder_test(what_cannot_be_set_against_each_other),
        folder_test(a_value_tells_what_it_is),
        folder_test(a_parallel_step_has_no_norm),
        folder_test(steps_of_one_variant_stand_alone),
        folder_test(a_service_is_found_by_its_sops_too),
        folder_test(services_are_listed),
        folder_test(a_folder_without_regions_has_no_services),
        folder_test(broken_variants_are_listed),
        folder_test(what_a_variant_needs_may_be_broken),
        folder_test(what_cannot_be_read_is_never_passed_over),
        folder_test(warnings_do_not_matter),
        folder_test(many_large_variants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
