# SPDX-License-Identifier: ISC
# Warnings are errors, everywhere; hardening for release; sanitizers on request.
add_compile_options(
  -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
  -Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wno-unused-parameter -Wno-missing-field-initializers
  -fno-common -fstack-protector-strong)
add_compile_definitions(_GNU_SOURCE G_LOG_USE_STRUCTURED AMANA_VERSION="${PROJECT_VERSION}")
include_directories(${CMAKE_SOURCE_DIR})

if(AMANA_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
  add_compile_definitions(AMANA_SANITIZE=1)
else()
  add_compile_options($<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
if(AMANA_FUZZ)
  # pointer-overflow: clang means NULL + 0 as well, which empty GBytes bring and C2Y allows
  add_compile_options(-Wno-error -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow
    -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
  add_compile_definitions(AMANA_FUZZ=1)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

# A layer: every .c of the folder in one static library called amana_<folder>.
function(amana_layer name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  if(sources)
    add_library(amana_${name} STATIC ${sources})
    target_link_libraries(amana_${name} PUBLIC ${ARGN})
  endif()
endfunction()
