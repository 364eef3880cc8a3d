// Writes native/cef/interface.h from the interface facts in native/cef/abi-13300-linux-x64.json: the structures named below,
// what they contain by value, and the enumerations that these use. Run it after adding a name. `--out <file>` writes elsewhere.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const structures = `
  cef_app_t cef_browser_process_handler_t cef_browser_t cef_browser_host_t cef_frame_t cef_client_t
  cef_browser_settings_t cef_settings_t cef_window_info_t cef_main_args_t cef_command_line_t
  cef_request_context_t cef_request_context_settings_t cef_request_context_handler_t cef_completion_callback_t
  cef_life_span_handler_t cef_frame_handler_t cef_load_handler_t cef_request_handler_t cef_display_handler_t cef_render_handler_t
  cef_jsdialog_handler_t cef_jsdialog_callback_t cef_dialog_handler_t cef_file_dialog_callback_t
  cef_context_menu_handler_t cef_menu_model_t cef_download_handler_t cef_before_download_callback_t
  cef_download_item_t cef_download_item_callback_t
  cef_find_handler_t cef_context_menu_params_t cef_run_context_menu_callback_t
  cef_permission_handler_t cef_media_access_callback_t cef_permission_prompt_callback_t
  cef_dev_tools_message_observer_t cef_registration_t cef_task_t
  cef_scheme_handler_factory_t cef_resource_handler_t cef_resource_read_callback_t cef_resource_skip_callback_t
  cef_request_t cef_response_t cef_post_data_t cef_post_data_element_t cef_callback_t
  cef_render_process_handler_t cef_v8_context_t cef_v8_value_t cef_v8_handler_t cef_v8_exception_t
  cef_dictionary_value_t
  cef_audio_handler_t cef_audio_parameters_t cef_preference_manager_t cef_value_t
  cef_resource_request_handler_t cef_auth_callback_t cef_scheme_registrar_t
  cef_mouse_event_t cef_key_event_t cef_touch_event_t cef_drag_data_t cef_screen_info_t cef_popup_features_t cef_cursor_info_t
`
  .trim()
  .split(/\s+/)

const functions = `
  cef_api_hash cef_initialize cef_shutdown cef_get_exit_code cef_execute_process cef_post_task cef_post_delayed_task
  cef_currently_on cef_browser_host_create_browser cef_request_context_create_context
  cef_string_utf8_to_utf16 cef_string_utf16_to_utf8 cef_string_utf16_clear cef_string_utf8_clear cef_string_utf16_set
  cef_string_userfree_utf16_free cef_string_multimap_alloc cef_string_multimap_free cef_string_multimap_append
  cef_string_list_alloc cef_string_list_size cef_string_list_value cef_string_list_append cef_string_list_free
  cef_string_multimap_size cef_string_multimap_key cef_string_multimap_value cef_get_mime_type
  cef_post_data_create cef_post_data_element_create
  cef_dictionary_value_create cef_v8_value_create_int cef_v8_value_create_string cef_v8_value_create_bool
  cef_v8_value_create_array cef_v8_value_create_function cef_v8_value_create_array_buffer_with_copy
  cef_parse_json cef_write_json cef_value_create
`
  .trim()
  .split(/\s+/)

const extraEnums =
  'cef_thread_id_t cef_state_t cef_errorcode_t cef_event_flags_t cef_paint_element_type_t cef_return_value_t cef_resource_type_t cef_scheme_options_t'.split(
    ' ',
  )

const facts = JSON.parse(
  readFileSync(new URL('../native/cef/abi-13300-linux-x64.json', import.meta.url), 'utf8'),
)
const bare = (type) => type.replace(/\bconst\b|\*|\[\d+\]/g, '').trim()
const typeOfArgument = (argument) => argument.replace(/\s*\w+$/, '')

const emitted = new Set()
const mentioned = new Set()
const enums = new Set(extraEnums.filter((name) => facts.enums[name]))
const out = []

function mention(type) {
  const name = bare(type)
  if (facts.structs[name]) mentioned.add(name)
  if (facts.enums[name]) enums.add(name)
}

function emitStruct(name) {
  if (emitted.has(name)) return
  emitted.add(name)
  const lines = [`struct ${name} {`]
  for (const field of facts.structs[name].fields) {
    if (field.fn) {
      mention(field.fn)
      for (const argument of field.args) mention(typeOfArgument(argument))
      lines.push(`  ${field.fn} (*${field.name})(${field.args.join(', ')});`)
      continue
    }
    const by = bare(field.type)
    const array = field.type.match(/\[\d+\]/)?.[0] ?? ''
    mention(field.type)
    if (facts.structs[by] && !field.type.includes('*')) emitStruct(by)
    lines.push(`  ${field.type.replace(array, '')} ${field.name}${array};`)
  }
  lines.push('};', `static_assert(sizeof(${name}) == ${facts.structs[name].size});`, '')
  out.push(...lines)
}

emitStruct('cef_string_utf16_t')
out.push(
  'using cef_string_t = cef_string_utf16_t;',
  'using cef_string_userfree_t = cef_string_utf16_t*;',
  'using cef_string_userfree_utf16_t = cef_string_utf16_t*;',
  '',
)
emitStruct('cef_string_utf8_t')
for (const name of structures) emitStruct(name)
const table = functions.map((name) => {
  const fact = facts.functions[name]
  if (!fact) throw new Error(`No such function in the interface facts: ${name}`)
  mention(fact.returns)
  if (fact.args !== 'void')
    for (const argument of fact.args.split(',')) mention(typeOfArgument(argument.trim()))
  return `  ${fact.returns} (*${name.replace(/^cef_/, '')})(${fact.args === 'void' ? '' : fact.args});`
})

const enumText = [...enums].sort().flatMap((name) => {
  const values = Object.entries(facts.enums[name])
  return [
    `enum ${name} : int {`,
    ...values.map(
      ([key, value]) => `  ${key} = ${value > 0x7fffffff ? `static_cast<int>(${value}u)` : value},`,
    ),
    '};',
    '',
  ]
})

const header = `// Generated by scripts/generate-cef-interface.mjs from the interface facts of CEF's API version ${facts.api_version}. Do not edit.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

inline constexpr int kCefApiVersion = ${facts.api_version};
inline constexpr const char* kCefApiHash = "${facts.hash}";  // Linux x86-64

using cef_color_t = uint32_t;
using cef_cursor_handle_t = unsigned long;
using cef_event_handle_t = void*;
using cef_window_handle_t = unsigned long;
using cef_content_setting_types_t = int;
using cef_string_list_t = struct cef_string_list_opaque*;
using cef_string_map_t = struct cef_string_map_opaque*;
using cef_string_multimap_t = struct cef_string_multimap_opaque*;

${enumText.join('\n')}
${[...mentioned]
  .filter((name) => !['cef_string_utf16_t', 'cef_string_utf8_t'].includes(name))
  .sort()
  .map((name) => `struct ${name};`)
  .join('\n')}

${out.join('\n')}
}  // extern "C"

// The functions of libcef.so that cefrig calls, without their prefix.
struct CefFunctions {
${table.join('\n')}
};
${`\n#define CEF_FUNCTION_NAMES(X) \\\n${functions.map((name) => `  X(${name.replace(/^cef_/, '')})`).join(' \\\n')}`}
`
const { values: options } = parseArgs({ options: { out: { type: 'string' } } })
const target = options.out ?? fileURLToPath(new URL('../native/cef/interface.h', import.meta.url))
writeFileSync(target, header)
console.log(
  `${target}: ${emitted.size} structures, ${enums.size} enumerations, ${functions.length} functions`,
)
